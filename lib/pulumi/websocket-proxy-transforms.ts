import type * as aws from '@pulumi/aws';
import type { DockerImageArgs } from './images/docker-image-args.ts';
import type { Transform } from './children/transform.ts';

/** Changes to a WebSocket proxy's children; see {@link Transform}. Where there are several of a kind, a function can tell them by name. */
export interface WebSocketProxyTransforms {
  readonly cluster?: Transform<aws.ecs.ClusterArgs>;
  readonly logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
  readonly taskRole?: Transform<aws.iam.RoleArgs>;
  /** The permissions of the task role; only with `enableExecuteCommand` or `RuntimeImage.onNodeImage()`. */
  readonly taskPolicy?: Transform<aws.iam.RolePolicyArgs>;
  readonly executionRole?: Transform<aws.iam.RoleArgs>;
  /** The permissions of the execution role. */
  readonly executionPolicy?: Transform<aws.iam.RolePolicyArgs>;
  /** The bucket of `RuntimeImage.onNodeImage()`. */
  readonly serverBucket?: Transform<aws.s3.BucketArgs>;
  /** What keeps that bucket private. */
  readonly serverBucketAccess?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
  /** The proxy server in it. */
  readonly serverObject?: Transform<aws.s3.BucketObjectv2Args>;
  /** The ECR repository of `RuntimeImage.fromDockerBuild()`. */
  readonly repository?: Transform<aws.ecr.RepositoryArgs>;
  /** The image of `RuntimeImage.fromDockerBuild()`. */
  readonly image?: Transform<DockerImageArgs>;
  readonly taskDefinition?: Transform<aws.ecs.TaskDefinitionArgs>;
  readonly loadBalancerSecurityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  readonly taskSecurityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  /** Each rule of a security group for what comes in. */
  readonly ingressRule?: Transform<aws.vpc.SecurityGroupIngressRuleArgs>;
  /** Each rule of a security group for what goes out. */
  readonly egressRule?: Transform<aws.vpc.SecurityGroupEgressRuleArgs>;
  readonly loadBalancer?: Transform<aws.lb.LoadBalancerArgs>;
  readonly targetGroup?: Transform<aws.lb.TargetGroupArgs>;
  readonly listener?: Transform<aws.lb.ListenerArgs>;
  readonly redirectListener?: Transform<aws.lb.ListenerArgs>;
  readonly service?: Transform<aws.ecs.ServiceArgs>;
  /** The private DNS namespace for `Backend.service()` without a `dnsName`. */
  readonly namespace?: Transform<aws.servicediscovery.PrivateDnsNamespaceArgs>;
  /** Each Cloud Map service for one. */
  readonly registry?: Transform<aws.servicediscovery.ServiceArgs>;
}
