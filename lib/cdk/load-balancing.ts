import { Duration, Lazy, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { redirectHasItsOwnGroup, type DeploymentPlan, type ListenerPlan } from '../plan/index.ts';
import { hasIpv6, ipv6Range } from './ipv6.ts';
import { clients, loadBalancerSubnets } from './network.ts';
import { allowClient, clientKind } from './security-groups.ts';
import type { WebSocketProxy } from './websocket-proxy.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

export function createLoadBalancer(
  scope: Construct,
  vpc: ec2.IVpc,
  { loadBalancer }: DeploymentPlan,
  props: WebSocketProxyProps,
): elbv2.ApplicationLoadBalancer {
  const created = new elbv2.ApplicationLoadBalancer(scope, 'LoadBalancer', {
    vpc,
    vpcSubnets: loadBalancerSubnets(scope, vpc, props),
    internetFacing: props.publicLoadBalancer ?? true,
    deletionProtection: props.deletionProtection ?? false,
    idleTimeout: Duration.seconds(loadBalancer.idleTimeout),
    clientKeepAlive: Duration.seconds(loadBalancer.clientKeepAlive),
    dropInvalidHeaderFields: loadBalancer.dropInvalidHeaderFields,
    securityGroup: props.loadBalancerSecurityGroup,
    ipAddressType: props.ipAddressType,
  });
  // CDK's own would take any token for true.
  if (Token.isUnresolved(props.deletionProtection)) {
    created.setAttribute(
      'deletion_protection.enabled',
      Lazy.uncachedString({ produce: (context) => text(context.resolve(props.deletionProtection)) }),
    );
  }
  return created;
}

/** An attribute's value is a text, where what a token is known to be then may be a boolean. */
function text(resolved: unknown): string {
  return typeof resolved === 'boolean' ? String(resolved) : (resolved as string);
}

/**
 * The target group, which is never on two load balancers: as a public load balancer and an internal one replace each other, and
 * CloudFormation deletes the old one last, each has its own.
 */
export function createTargetGroup(
  scope: Construct,
  service: ecs.FargateService,
  { container, targetGroup }: DeploymentPlan,
  { publicLoadBalancer = true }: WebSocketProxyProps,
): elbv2.ApplicationTargetGroup {
  const { healthCheck } = targetGroup;
  return new elbv2.ApplicationTargetGroup(scope, publicLoadBalancer ? 'TargetGroup' : 'InternalTargetGroup', {
    vpc: service.cluster.vpc,
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

/** The listener for clients, and with a certificate the one that redirects to it. */
export function addListeners(
  loadBalancer: elbv2.ApplicationLoadBalancer,
  targetGroup: elbv2.ApplicationTargetGroup,
  { listener, redirectListener }: DeploymentPlan,
  props: WebSocketProxyProps,
): Listeners {
  const { certificate } = props;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are AWS's names, as the plan's is
  const sslPolicy: elbv2.SslPolicy | undefined = props.sslPolicy ?? (listener.sslPolicy as elbv2.SslPolicy | undefined);
  const forwarding = loadBalancer.addListener(listenerId(listener), {
    protocol: elbv2.ApplicationProtocol[listener.protocol],
    port: listener.port,
    defaultTargetGroups: [targetGroup],
    open: false,
    certificates: certificate && [certificate],
    sslPolicy,
  });
  if (redirectListener === undefined) return { listener: forwarding };
  return {
    listener: forwarding,
    redirectListener: loadBalancer.addListener(listenerId(redirectListener), {
      protocol: elbv2.ApplicationProtocol[redirectListener.protocol],
      port: redirectListener.port,
      defaultAction: elbv2.ListenerAction.redirect({
        protocol: listener.protocol,
        port: `${listener.port}`,
        permanent: true,
      }),
      open: false,
    }),
  };
}

/** By port, so that a certificate that is added or taken away leaves the listener of port 80 where it is. */
function listenerId({ protocol }: ListenerPlan): string {
  return protocol === 'HTTPS' ? 'HttpsListener' : 'HttpListener';
}

/** Lets the clients in, and the load balancer through to the proxy and its health endpoint. */
export function connectLoadBalancer(proxy: WebSocketProxy, vpc: ec2.IVpc, props: WebSocketProxyProps): void {
  const { loadBalancer, service, plan } = proxy;
  const allowed = clients(proxy, vpc, props);
  const ipv6 = props.allowFrom === undefined && hasIpv6(props) ? ipv6Range(vpc) : undefined;
  if (ipv6) loadBalancer.connections.securityGroups.forEach(({ node }) => node.addDependency(ipv6.association));
  const redirecting = redirectGroups(proxy, vpc, props);
  for (const { port, protocol } of [plan.listener, plan.redirectListener].filter((it) => it !== undefined)) {
    const groups = port === plan.redirectListener?.port ? redirecting : loadBalancer.connections.securityGroups;
    for (const client of allowed) {
      for (const group of groups) allowClient(proxy, group, { client, port, description: `Clients by ${protocol}` });
    }
  }
  // From the tasks' side, as CDK does for the proxy's port: the rules are then in their stack, whichever the load balancer's group is of.
  service.connections.allowFrom(
    loadBalancer,
    ec2.Port.tcp(plan.container.healthPort),
    'Load balancer to health endpoint',
  );
  // CDK's own rule for all that goes out is for IPv4.
  if (hasIpv6(props) && (props.taskSecurityGroups ?? []).length === 0) {
    service.connections.allowTo(ec2.Peer.anyIpv6(), ec2.Port.allTcp(), 'Allow all outbound TCP by IPv6');
  }
}

/** The security groups for clients of the port that redirects: the load balancer's, or a second one of its own where the rules may not fit in. */
function redirectGroups(
  { loadBalancer, plan }: WebSocketProxy,
  vpc: ec2.IVpc,
  { allowFrom = [], loadBalancerSecurityGroup }: WebSocketProxyProps,
): readonly ec2.ISecurityGroup[] {
  const { securityGroups } = loadBalancer.connections;
  if (plan.redirectListener === undefined || loadBalancerSecurityGroup !== undefined) return securityGroups;
  if (!redirectHasItsOwnGroup(allowFrom.map(clientKind))) return securityGroups;
  const description = 'Clients of the redirect to HTTPS';
  const group = new ec2.SecurityGroup(loadBalancer, 'RedirectSecurityGroup', {
    vpc,
    description,
    allowAllOutbound: false,
  });
  // Among the connections it would get every rule for the tasks and for later clients, too.
  (loadBalancer.node.defaultChild as elbv2.CfnLoadBalancer).securityGroups = Lazy.list({
    produce: () => [...loadBalancer.connections.securityGroups, group].map(({ securityGroupId }) => securityGroupId),
  });
  return [group];
}

interface Listeners {
  readonly listener: elbv2.ApplicationListener;
  readonly redirectListener?: elbv2.ApplicationListener;
}
