import { Duration, Lazy } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { ServicePlan } from '../../plan/index.ts';
import type { ComputeContext } from './renderer.ts';

/** Creates the service whose tasks are the proxy. */
export function createService(
  scope: Construct,
  plan: ServicePlan,
  desiredCount: ComputeContext['desiredCount'],
  props: ecs.FargateServiceProps,
): ecs.FargateService {
  // Not in older versions: 2.170 has it in the resource alone
  const { AvailabilityZoneRebalancing } = ecs as Partial<Pick<typeof ecs, 'AvailabilityZoneRebalancing'>>;
  const rebalancing = AvailabilityZoneRebalancing?.[plan.availabilityZoneRebalancing];
  const service: ecs.FargateService = new ecs.FargateService(scope, 'Service', {
    ...props,
    desiredCount: Lazy.number({ produce: () => desiredCount(service) }),
    minHealthyPercent: plan.minHealthyPercent,
    maxHealthyPercent: plan.maxHealthyPercent,
    healthCheckGracePeriod: Duration.seconds(plan.healthCheckGracePeriod),
    ...(rebalancing !== undefined && { availabilityZoneRebalancing: rebalancing }),
    propagateTags: ecs.PropagatedTagSource.SERVICE,
    enableECSManagedTags: true,
  });
  if (rebalancing === undefined) {
    const resource = service.node.defaultChild as ecs.CfnService;
    resource.addPropertyOverride('AvailabilityZoneRebalancing', plan.availabilityZoneRebalancing);
  }
  return service;
}
