import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { DeploymentPlan, ScalingSpec } from '../../plan/index.ts';

/** What one kind of scaling does with its settings. */
export interface ScalingRenderer<S> {
  /** The settings as the plan takes them. */
  spec(settings: S): ScalingSpec;
  /** How many tasks the template says; undefined to leave the number that is there. It is asked when the app is synthesized. */
  desiredCount(settings: S, plan: DeploymentPlan, service: ecs.FargateService): number | undefined;
  /** Makes what scales the service, and warns of what is not meant. */
  render(settings: S, context: ScalingContext): void;
}

/** What scaling may use of the proxy that it is for. */
export interface ScalingContext {
  /** The proxy itself. */
  readonly scope: Construct;
  readonly plan: DeploymentPlan;
  readonly service: ecs.FargateService;
}
