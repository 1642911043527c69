import { Duration } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { LoadBalancingContext } from './renderer.ts';

/**
 * Adds the target group, which is never on two load balancers: as an internet-facing load balancer and an internal one replace each other,
 * and CloudFormation deletes the old one last, each has its own.
 */
export function addTargetGroup(
  service: ecs.FargateService,
  { scope, vpc, plan: { container, targetGroup } }: LoadBalancingContext,
  internetFacing: boolean,
): elbv2.ApplicationTargetGroup {
  const { healthCheck } = targetGroup;
  return new elbv2.ApplicationTargetGroup(scope, internetFacing ? 'TargetGroup' : 'InternalTargetGroup', {
    vpc,
    protocol: elbv2.ApplicationProtocol.HTTP,
    protocolVersion: elbv2.ApplicationProtocolVersion.HTTP1,
    port: targetGroup.port,
    targets: [service.loadBalancerTarget({ containerName: container.name, containerPort: container.port })],
    deregistrationDelay: Duration.seconds(targetGroup.deregistrationDelay),
    loadBalancingAlgorithmType: elbv2.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
    healthCheck: {
      protocol: elbv2.Protocol.HTTP,
      port: `${healthCheck.port}`,
      path: healthCheck.path,
      interval: Duration.seconds(healthCheck.interval),
      timeout: Duration.seconds(healthCheck.timeout),
      healthyThresholdCount: healthCheck.healthyThresholdCount,
      unhealthyThresholdCount: healthCheck.unhealthyThresholdCount,
      healthyHttpCodes: healthCheck.healthyHttpCodes,
    },
  });
}
