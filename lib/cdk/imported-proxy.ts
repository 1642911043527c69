import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';

/** A WebSocket proxy: a load balancer, and a service of proxy tasks behind it. */
export interface IWebSocketProxy extends IConstruct, ec2.IConnectable, iam.IGrantable {
  // In jsii's other languages no class has more of a member than its interface says, as WebSocketProxy has of these.

  /**
   * What clients connect to.
   *
   * @jsii ignore
   */
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;

  /**
   * The service whose tasks are the proxy.
   *
   * @jsii ignore
   */
  readonly service: ecs.IBaseService;

  /** The proxy's address: `https://` or `http://`, and the load balancer's DNS name. */
  readonly url: string;
}

/** What says which proxy is meant that another stack, app or tool has made. */
export interface WebSocketProxyAttributes {
  /** The ARN of the load balancer: `proxy.loadBalancer.loadBalancerArn`. */
  readonly loadBalancerArn: string;

  /** The load balancer's DNS name: `proxy.loadBalancer.loadBalancerDnsName`. */
  readonly loadBalancerDnsName: string;

  /**
   * The hosted zone of that name, which an alias record needs: `proxy.loadBalancer.loadBalancerCanonicalHostedZoneId`.
   *
   * @default - not known; the load balancer is no target of an alias record
   */
  readonly loadBalancerCanonicalHostedZoneId?: string;

  /** The load balancer's security group: `proxy.connections.securityGroups[0].securityGroupId`. */
  readonly loadBalancerSecurityGroupId: string;

  /**
   * The port that clients connect to: `proxy.listener.port`. With 443 the proxy's address begins with `https`.
   *
   * @default 443
   */
  readonly port?: number;

  /** The cluster of the tasks: `proxy.cluster`, or an import of it. */
  readonly cluster: ecs.ICluster;

  /** The name of the service: `proxy.service.serviceName`. */
  readonly serviceName: string;

  /**
   * The ARN of the role of the tasks: `proxy.taskDefinition.taskRole.roleArn`.
   *
   * @default - not known; nothing can be granted to the tasks
   */
  readonly taskRoleArn?: string;
}

/** A proxy that is made elsewhere. */
export class ImportedWebSocketProxy extends Construct implements IWebSocketProxy {
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  readonly service: ecs.IBaseService;
  readonly url: string;
  readonly connections: ec2.Connections;
  readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, attributes: WebSocketProxyAttributes) {
    super(scope, id);
    const { port = 443, cluster, serviceName, taskRoleArn, loadBalancerSecurityGroupId, ...loadBalancer } = attributes;
    const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', loadBalancerSecurityGroupId);
    this.loadBalancer = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(this, 'LoadBalancer', {
      ...loadBalancer,
      securityGroupId: loadBalancerSecurityGroupId,
      vpc: cluster.vpc,
    });
    this.service = ecs.FargateService.fromFargateServiceAttributes(this, 'Service', { cluster, serviceName });
    this.url = `${port === 443 ? 'https' : 'http'}://${attributes.loadBalancerDnsName}`;
    this.connections = new ec2.Connections({ securityGroups: [securityGroup], defaultPort: ec2.Port.tcp(port) });
    this.grantPrincipal =
      taskRoleArn === undefined
        ? new iam.UnknownPrincipal({ resource: this })
        : iam.Role.fromRoleArn(this, 'TaskRole', taskRoleArn);
  }
}
