import { CfnResource, Token } from 'aws-cdk-lib';
import type { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as ecs from 'aws-cdk-lib/aws-ecs';

/** Whether `autoScaleTaskCount()` was called. */
export function isScaled(service: ecs.FargateService): boolean {
  return targetOf(service) !== undefined;
}

/** How many tasks the scaling of a service always leaves; undefined without it, and where only the deployment knows. */
export function leastTasks(service: ecs.FargateService): number | undefined {
  const target = targetOf(service);
  return target === undefined || Token.isUnresolved(target.minCapacity) ? undefined : target.minCapacity;
}

/** What Application Auto Scaling is told of a service. */
function targetOf({ node }: ecs.FargateService): CfnScalableTarget | undefined {
  return node.findAll().find(isTarget);
}

/** Not by its class: an app may have several copies of it. */
function isTarget(construct: unknown): construct is CfnScalableTarget {
  return (
    CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::ApplicationAutoScaling::ScalableTarget'
  );
}
