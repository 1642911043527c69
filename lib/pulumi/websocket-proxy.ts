import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { PlanError, type WebSocketProxyPlan } from '../plan/index.ts';
import { readArgs } from './args/arg-kinds.ts';
import type { Backend } from './backends/backend.ts';
import { createProxy, type ProxyParts } from './create-proxy.ts';
import { shownAt } from './errors/component-errors.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';
import { TYPE } from './websocket-proxy-type.ts';

/**
 * A WebSocket proxy: tasks behind a load balancer that treat an `Upgrade` as nginx does. By default they are on Fargate, behind an
 * Application Load Balancer.
 *
 * One number, `idleTimeout`, says how long an idle WebSocket lives; every timeout on the way follows from it.
 *
 * @example
 * const proxy = new WebSocketProxy('edge', {
 *   vpcId: vpc.vpcId,
 *   publicSubnetIds: vpc.publicSubnetIds,
 *   privateSubnetIds: vpc.privateSubnetIds,
 *   certificateArn: certificate.arn,
 *   idleTimeout: '15m',
 *   backends: {
 *     '/chat/': Backend.service('chat', { port: 8080, securityGroupId: chatTasks.id }),
 *     '/': Backend.url('http://legacy.internal:8080'),
 *   },
 * });
 */
export class WebSocketProxy extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType: string = TYPE;

  /** Whether an object is a proxy, of whichever copy of this package. */
  static override isInstance(object: unknown): object is WebSocketProxy {
    return pulumi.Resource.isInstance(object) && '__pulumiType' in object && object.__pulumiType === TYPE;
  }

  /** The numbers of the deployment, decided. */
  readonly plan: pulumi.Output<WebSocketProxyPlan>;

  /** The proxy's address: `https://` or `http://`, and the load balancer's DNS name. */
  readonly url: pulumi.Output<string>;

  /** What clients connect to. */
  readonly loadBalancer: aws.lb.LoadBalancer;

  /** The listener for clients. */
  readonly listener: aws.lb.Listener;

  /** The listener that redirects HTTP to HTTPS; only with a certificate. */
  readonly redirectListener: aws.lb.Listener | undefined;

  /** The tasks as the load balancer has them. */
  readonly targetGroup: aws.lb.TargetGroup;

  /** The service whose tasks are the proxy. */
  readonly service: aws.ecs.Service;

  /** The task definition of the service. */
  readonly taskDefinition: aws.ecs.TaskDefinition;

  /** The role of the tasks; the proxy itself needs no permissions. */
  readonly taskRole: aws.iam.Role;

  /** The role that starts the tasks. */
  readonly executionRole: aws.iam.Role;

  /** The proxy's own cluster; not with `clusterArn`. */
  readonly cluster: aws.ecs.Cluster | undefined;

  /** The cluster of the tasks; the one given, or the proxy's own. */
  readonly clusterArn: pulumi.Output<string>;

  /** The proxy's own log group; not with `logGroup` among the arguments. */
  readonly logGroup: aws.cloudwatch.LogGroup | undefined;

  /** The log group of the access and error log; the one given, or the proxy's own. */
  readonly logGroupName: pulumi.Output<string>;

  /** The repository of `RuntimeImage.fromDockerBuild()`. */
  readonly repository: aws.ecr.Repository | undefined;

  /** The load balancer's own security group; not with one given. */
  readonly loadBalancerSecurityGroup: aws.ec2.SecurityGroup | undefined;

  /** The load balancer's security group; the one given, or its own. */
  readonly loadBalancerSecurityGroupId: pulumi.Output<string>;

  /** The tasks' own security group; not with some given. */
  readonly taskSecurityGroup: aws.ec2.SecurityGroup | undefined;

  /** The security groups of the tasks; those given, or their own. */
  readonly taskSecurityGroupIds: pulumi.Output<string[]>;

  /** The private DNS namespace for the backends without a `dnsName`, if there are any. */
  readonly namespace: aws.servicediscovery.PrivateDnsNamespace | undefined;

  readonly #name: string;

  readonly #registries: ProxyParts['registries'];

  /** @throws PlanError for what AWS would refuse, or what would cut live sockets: one line that begins with the component's name */
  constructor(name: string, args: WebSocketProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TYPE, name, {}, opts);
    this.#name = name;
    const parts = createProxy({ component: this, name }, () => readArgs(args));
    this.plan = parts.plan;
    this.url = parts.url;
    this.loadBalancer = parts.loadBalancer;
    this.listener = parts.listener;
    this.redirectListener = parts.redirectListener;
    this.targetGroup = parts.targetGroup;
    this.service = parts.service;
    this.taskDefinition = parts.taskDefinition;
    this.taskRole = parts.taskRole;
    this.executionRole = parts.executionRole;
    this.cluster = parts.cluster;
    this.clusterArn = parts.clusterArn;
    this.logGroup = parts.ownLogGroup;
    this.logGroupName = pulumi.output(parts.logGroup.name);
    this.repository = parts.repository;
    this.loadBalancerSecurityGroup = parts.securityGroups.loadBalancer.securityGroup;
    this.loadBalancerSecurityGroupId = parts.securityGroups.loadBalancer.securityGroupId;
    this.taskSecurityGroup = parts.securityGroups.tasks.securityGroup;
    this.taskSecurityGroupIds = pulumi.all([...parts.securityGroups.tasks.securityGroupIds]);
    this.namespace = parts.namespace;
    this.#registries = parts.registries;
    this.registerOutputs({ url: this.url });
  }

  /**
   * The Cloud Map service that the proxy made for a backend, for `serviceRegistries` of the backend's ECS service.
   *
   * @throws PlanError when it made none for this one
   */
  registry(backend: Backend): aws.servicediscovery.Service {
    const registry = this.#registries.get(backend._bind().bind);
    if (registry !== undefined) return registry;
    throw shownAt(
      new PlanError(
        'WSPROXY_BACKEND_SERVICE',
        'registry() is for a Backend.service() without dnsName that is among the backends, and this one is not; use a backend of this proxy',
      ).at(this.#name),
      this,
    );
  }
}
