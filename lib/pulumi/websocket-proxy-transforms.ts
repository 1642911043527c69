import type * as aws from '@pulumi/aws';
import type { Transform } from './transform.ts';

/** Changes to a WebSocket proxy's children; see {@link Transform}. */
export interface WebSocketProxyTransforms {
  readonly cluster?: Transform<aws.ecs.ClusterArgs>;
  readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly taskRole?: Transform<aws.iam.RoleArgs>;
  readonly executionRole?: Transform<aws.iam.RoleArgs>;
  /** The ECR repository of `RuntimeImage.fromDockerBuild()`. */
  readonly repository?: Transform<aws.ecr.RepositoryArgs>;
  /** The image of `RuntimeImage.fromDockerBuild()`: arguments of an `Image` of `@pulumi/docker-build`, such as `cacheFrom`. */
  readonly image?: Transform<Record<string, unknown>>;
  readonly taskDefinition?: Transform<aws.ecs.TaskDefinitionArgs>;
  readonly loadBalancerSecurityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  readonly taskSecurityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  readonly loadBalancer?: Transform<aws.lb.LoadBalancerArgs>;
  readonly targetGroup?: Transform<aws.lb.TargetGroupArgs>;
  readonly listener?: Transform<aws.lb.ListenerArgs>;
  readonly redirectListener?: Transform<aws.lb.ListenerArgs>;
  readonly service?: Transform<aws.ecs.ServiceArgs>;
  /** The private DNS namespace for `Backend.service()` without a `dnsName`. */
  readonly namespace?: Transform<aws.servicediscovery.PrivateDnsNamespaceArgs>;
}
