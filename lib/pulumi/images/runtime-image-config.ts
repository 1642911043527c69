import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { Children } from '../children/children.ts';
import type { Permission } from '../compute/permissions.ts';

/** What an image may use of the proxy that it is for. */
export interface RuntimeImageBindOptions {
  readonly children: Children;
  readonly cpuArchitecture: 'X86_64' | 'ARM64';
}

/** How the proxy server gets into its container. */
export interface RuntimeImageConfig {
  readonly image: pulumi.Output<string>;
  readonly entryPoint?: readonly pulumi.Input<string>[];
  /** The secret with the credentials of the image's registry. */
  readonly credentialsParameter?: pulumi.Input<string>;
  /** What the tasks have to be allowed in order to start. */
  readonly permissions?: readonly Permission[];
  /** The private repository that the tasks have to be allowed to pull from, if it is one. */
  readonly repositoryArn?: pulumi.Input<string | undefined>;
  /** What was made for it. */
  readonly repository?: aws.ecr.Repository;
}
