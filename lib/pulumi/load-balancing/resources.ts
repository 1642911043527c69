import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { ListenerPlan } from '../../plan/index.ts';
import { certificateFor } from '../checks/certificate.ts';
import type { Children } from '../children/children.ts';
import type { Plans } from '../planning/plans.ts';
import { shortName } from '../children/short-name.ts';
import type { LoadBalancerGroups } from './security-groups.ts';

/** What is said of a load balancer itself. */
export interface LoadBalancerSettings {
  readonly internetFacing?: boolean | undefined;
  readonly ipAddressType?: string | undefined;
  readonly deletionProtection?: pulumi.Input<boolean> | undefined;
}

export function createLoadBalancer(
  children: Children,
  { later: { loadBalancer } }: Plans,
  settings: LoadBalancerSettings,
  network: { readonly subnets: pulumi.Output<string[]>; readonly groups: LoadBalancerGroups },
): aws.lb.LoadBalancer {
  const { securityGroupId, redirectId } = network.groups;
  return children.addTagged('loadBalancer', aws.lb.LoadBalancer, 'alb', {
    ...shortName(children.nameOf('alb')),
    loadBalancerType: 'application',
    internal: !(settings.internetFacing ?? true),
    subnets: network.subnets,
    securityGroups: [securityGroupId, ...(redirectId ? [redirectId] : [])],
    ipAddressType: settings.ipAddressType ?? 'ipv4',
    idleTimeout: loadBalancer.idleTimeout,
    clientKeepAlive: loadBalancer.clientKeepAlive,
    dropInvalidHeaderFields: loadBalancer.dropInvalidHeaderFields,
    enableDeletionProtection: settings.deletionProtection ?? false,
  });
}

/**
 * The target group, which is never on two load balancers: as an internet-facing load balancer and an internal one replace each other, and Pulumi
 * deletes the old one last, each has its own.
 */
export function createTargetGroup(
  children: Children,
  { later: { targetGroup } }: Plans,
  vpcId: pulumi.Input<string>,
  internetFacing: boolean,
): aws.lb.TargetGroup {
  const { healthCheck } = targetGroup;
  const suffix = internetFacing ? 'tg' : 'internal-tg';
  return children.addTagged('targetGroup', aws.lb.TargetGroup, suffix, {
    ...shortName(children.nameOf(suffix)),
    vpcId,
    targetType: 'ip',
    protocol: targetGroup.protocol,
    protocolVersion: targetGroup.protocolVersion,
    port: targetGroup.port,
    deregistrationDelay: targetGroup.deregistrationDelay,
    loadBalancingAlgorithmType: targetGroup.loadBalancingAlgorithm,
    stickiness: { type: 'lb_cookie', enabled: false },
    healthCheck: {
      protocol: targetGroup.protocol,
      port: healthCheck.port.apply(String),
      path: healthCheck.path,
      interval: healthCheck.interval,
      timeout: healthCheck.timeout,
      healthyThreshold: healthCheck.healthyThresholdCount,
      unhealthyThreshold: healthCheck.unhealthyThresholdCount,
      matcher: healthCheck.healthyHttpCodes,
    },
  });
}

/** The listener for clients, and with a certificate the one that redirects to it. */
export interface Listeners {
  readonly listener: aws.lb.Listener;
  readonly redirectListener?: aws.lb.Listener;
}

/** What listeners are for. */
interface Listened {
  readonly certificateArn: pulumi.Input<string> | undefined;
  readonly sslPolicy: pulumi.Input<string> | undefined;
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly targetGroup: aws.lb.TargetGroup;
}

export function createListeners(
  children: Children,
  { now: { listener, redirectListener } }: Plans,
  { certificateArn, sslPolicy, loadBalancer, targetGroup }: Listened,
): Listeners {
  const forwarding = children.addTagged('listener', aws.lb.Listener, suffixOf(listener), {
    loadBalancerArn: loadBalancer.arn,
    protocol: listener.protocol,
    port: listener.port,
    ...(certificateArn !== undefined && {
      certificateArn: certificateFor(children.place, certificateArn, loadBalancer),
      sslPolicy: sslPolicy ?? listener.sslPolicy,
    }),
    defaultActions: [{ type: 'forward', targetGroupArn: targetGroup.arn }],
  });
  if (redirectListener === undefined) return { listener: forwarding };
  const { protocol, port } = listener;
  return {
    listener: forwarding,
    redirectListener: children.addTagged('redirectListener', aws.lb.Listener, suffixOf(redirectListener), {
      loadBalancerArn: loadBalancer.arn,
      protocol: redirectListener.protocol,
      port: redirectListener.port,
      defaultActions: [{ type: 'redirect', redirect: { protocol, port: `${port}`, statusCode: 'HTTP_301' } }],
    }),
  };
}

/** By port, so that a certificate that is added or taken away leaves the listener of port 80 where it is. */
function suffixOf({ protocol }: ListenerPlan): string {
  return protocol.toLowerCase();
}
