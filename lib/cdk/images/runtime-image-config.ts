import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** How the proxy server gets into its container. */
export interface RuntimeImageConfig {
  readonly image: ecs.ContainerImage;
  readonly entryPoint?: string[];
  /** What the tasks have to be allowed in order to start. */
  readonly permissions?: iam.PolicyStatement[];
}

/** What an image may use of the proxy that it is for. */
export interface RuntimeImageBindOptions {
  readonly scope: Construct;
  readonly architecture: ecs.CpuArchitecture;
}
