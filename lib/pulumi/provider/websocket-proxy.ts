import * as pulumi from '@pulumi/pulumi';
import { createProxy } from '../create-proxy.ts';
import { atComponent } from '../errors/component-errors.ts';
import { TYPE } from '../websocket-proxy-type.ts';
import { convertArgs } from './convert-args.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/**
 * A WebSocket proxy on Fargate behind an Application Load Balancer, which treats an `Upgrade` as nginx does.
 *
 * One number, `idleTimeout`, says how long an idle WebSocket lives; every timeout on the way follows from it.
 */
export class WebSocketProxy extends pulumi.ComponentResource {
  /** The proxy's address: `https://` or `http://`, and the load balancer's DNS name. */
  readonly url: pulumi.Output<string>;
  readonly loadBalancerArn: pulumi.Output<string>;
  /** The load balancer's DNS name, for a record of one's own. */
  readonly loadBalancerDnsName: pulumi.Output<string>;
  /** The hosted zone of that name, for an alias record. */
  readonly loadBalancerZoneId: pulumi.Output<string>;
  /** The listener for clients. */
  readonly listenerArn: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  /** The service whose tasks are the proxy. */
  readonly serviceName: pulumi.Output<string>;
  readonly taskDefinitionArn: pulumi.Output<string>;
  /** The role of the tasks; the proxy itself needs no permissions. */
  readonly taskRoleArn: pulumi.Output<string>;
  /** The log group of the access and error log. */
  readonly logGroupName: pulumi.Output<string>;
  readonly loadBalancerSecurityGroupId: pulumi.Output<string>;
  readonly taskSecurityGroupIds: pulumi.Output<string[]>;
  /** The Cloud Map services made for `services` without a `dnsName`, by name. */
  readonly registryArns: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: WebSocketProxyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TYPE, name, {}, opts);
    const place = { component: this, name };
    const converted = atComponent(place, () => convertArgs(args));
    const parts = createProxy(place, () => converted.settings);
    const registries = [...converted.services].flatMap(([service, backend]) => {
      const registry = parts.registries.get(backend._bind().bind);
      return registry ? [[service, registry.arn] as const] : [];
    });
    this.url = parts.url;
    this.loadBalancerArn = parts.loadBalancer.arn;
    this.loadBalancerDnsName = parts.loadBalancer.dnsName;
    this.loadBalancerZoneId = parts.loadBalancer.zoneId;
    this.listenerArn = parts.listener.arn;
    this.targetGroupArn = parts.targetGroup.arn;
    this.clusterArn = parts.clusterArn;
    this.serviceName = parts.service.name;
    this.taskDefinitionArn = parts.taskDefinition.arn;
    this.taskRoleArn = parts.taskRole.arn;
    this.logGroupName = pulumi.output(parts.logGroup.name);
    this.loadBalancerSecurityGroupId = parts.securityGroups.loadBalancer.securityGroupId;
    this.taskSecurityGroupIds = pulumi.all([...parts.securityGroups.tasks.securityGroupIds]);
    this.registryArns = pulumi.all(Object.fromEntries(registries));
    this.registerOutputs({ url: this.url });
  }
}
