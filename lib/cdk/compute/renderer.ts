import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ComputeSpec, DeploymentPlan } from '../../plan/index.ts';
import type { References } from '../checks/references.ts';
import type { RenderedLoadBalancing } from '../load-balancing/renderer.ts';
import type { RuntimeImage } from '../images/runtime-image.ts';

/** What compute may use of the proxy that it is for. */
export interface ComputeContext {
  /** The proxy itself. */
  readonly scope: Construct;
  readonly plan: DeploymentPlan;
  readonly cluster: ecs.ICluster;
  readonly logGroup: logs.ILogGroup;
  readonly image: RuntimeImage;
  /** The container's. */
  readonly command: string[];
  /** What the tasks are behind. */
  readonly loadBalancing: RenderedLoadBalancing;
  /** How many tasks the template is to say; undefined to leave it to scaling. It is asked when the app is synthesized. */
  readonly desiredCount: (service: ecs.FargateService) => number | undefined;
}

/** What makes the resources of one kind of compute from its settings. */
export interface ComputeRenderer<S> {
  given(settings: S): References;
  /** The settings as the plan takes them. */
  spec(settings: S): ComputeSpec;
  render(settings: S, context: ComputeContext): ComputeParts;
}

/** The resources of compute. */
export interface ComputeParts {
  readonly taskDefinition: ecs.FargateTaskDefinition;
  /** The container of the proxy server. */
  readonly container: ecs.ContainerDefinition;
  readonly service: ecs.FargateService;
}
