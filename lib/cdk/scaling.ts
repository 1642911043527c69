import { Token } from 'aws-cdk-lib';
import type { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';

/** Whether `autoScaleTaskCount()` was called. */
export function isScaled(service: ecs.FargateService): boolean {
  return scaling(service) !== undefined;
}

/** How many tasks the scaling of a service always leaves; undefined without it, and where only the deployment knows. */
export function leastTasks(service: ecs.FargateService): number | undefined {
  const target = scaling(service)?.node.tryFindChild('Target')?.node.defaultChild as CfnScalableTarget | undefined;
  return target === undefined || Token.isUnresolved(target.minCapacity) ? undefined : target.minCapacity;
}

/** What `autoScaleTaskCount()` adds has this id. */
function scaling(service: ecs.FargateService): IConstruct | undefined {
  return service.node.tryFindChild('TaskCount');
}
