import { Duration, Lazy, Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { PlanError, type LoadBalancingSpec } from '../../plan/index.ts';
import { common, flag, type Kind, late, listOf, shape } from '../../plan/props/index.ts';
import { listed, type References } from '../checks/references.ts';
import { hasIpv6, ipv6Problems } from '../network/ipv6.ts';
import { duration, peer, securityGroup, subnetSelection } from '../props/kinds.ts';
import { toSeconds } from '../props/seconds.ts';
import { importedHere } from '../network/security-groups.ts';
import { addWarning } from '../errors/annotations.ts';
import { allowClients, warnOfClients } from './clients.ts';
import { addListeners } from './listeners.ts';
import type { LoadBalancingContext, LoadBalancingRenderer, RenderedLoadBalancing } from './renderer.ts';
import { loadBalancerSubnets } from './subnets.ts';
import { addTargetGroup } from './target-group.ts';

/** What an Application Load Balancer of the proxy's own is like. */
export interface ApplicationLoadBalancingProps {
  /**
   * Whether the load balancer is reached from the internet, or from within the VPC and its peers. A change makes another load
   * balancer and target group, the old ones going last; its address is another one.
   *
   * @default true
   */
  readonly internetFacing?: boolean;

  /**
   * The subnets of the load balancer, one of each of two Availability Zones at least; several of a zone are refused, as AWS takes one.
   *
   * @default - the public subnets if the load balancer is internet-facing, else the private ones; of several in a zone the first
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security group of the load balancer; rules are added to it.
   *
   * @default - a new one, whose outbound rules are for the tasks only
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * The addresses of the load balancer. Those with IPv6 need subnets that have it, and let the VPC's range in too if it is internal.
   *
   * @default IpAddressType.IPV4
   */
  readonly ipAddressType?: elbv2.IpAddressType;

  /**
   * Who may connect to the load balancer. With an empty list nobody may before `connections.allowDefaultPortFrom()`. With a redirect,
   * prefix lists and more than 30 ranges have a security group for each port, as EC2 allows a group 60 rules, and counts a list as its entries.
   *
   * @default - anyone if the load balancer is internet-facing, else the VPC's addresses
   */
  readonly allowFrom?: ec2.IPeer[];

  /**
   * Whether the load balancer is protected from deletion.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;

  /**
   * How long a client connection may take new requests before the load balancer has the client make another one: 60 to 604800 seconds.
   * An open WebSocket goes on beyond it.
   *
   * @default Duration.hours(1)
   */
  readonly clientKeepAlive?: Duration;

  /**
   * The TLS versions and ciphers of the HTTPS listener; needs a certificate.
   *
   * @default SslPolicy.TLS13_RES
   */
  readonly sslPolicy?: elbv2.SslPolicy;

  /**
   * With a certificate, whether HTTP on port 80 is redirected to HTTPS; if not, port 80 is closed.
   *
   * @default true
   */
  readonly redirectHttp?: boolean;
}

/** The props as they were read. */
export interface ApplicationSettings extends ApplicationLoadBalancingProps {
  readonly kind: 'application';
}

/** What each prop takes; a prop without a line does not compile. */
export const applicationProps: Kind<ApplicationLoadBalancingProps, Construct> = shape<
  ApplicationLoadBalancingProps,
  Construct
>(
  {
    internetFacing: flag,
    vpcSubnets: subnetSelection,
    securityGroup,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are AWS's names
    ipAddressType: late(common.ipAddressType) as Kind<elbv2.IpAddressType>,
    allowFrom: listOf(peer),
    deletionProtection: late(flag),
    clientKeepAlive: duration,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are AWS's names
    sslPolicy: late(common.sslPolicy('SslPolicy.TLS13_RES')) as Kind<elbv2.SslPolicy>,
    redirectHttp: flag,
  },
  {
    takes: 'an object',
    wayOut: 'use LoadBalancing.application({ internetFacing: false })',
    noun: 'prop',
    instances: true,
  },
);

export const APPLICATION: LoadBalancingRenderer<ApplicationSettings> = {
  check: ({ sslPolicy, redirectHttp }: ApplicationSettings, certificate: ICertificate | undefined): void => {
    if (certificate !== undefined) return;
    if (sslPolicy !== undefined) {
      throw new PlanError(
        'WSPROXY_PROPS',
        'loadBalancing.sslPolicy is given, but without a certificate there is no HTTPS listener; give certificate too',
      );
    }
    if (redirectHttp === true) {
      throw new PlanError(
        'WSPROXY_PROPS',
        'loadBalancing.redirectHttp is true, but without a certificate there is no HTTPS to go to; give certificate too',
      );
    }
  },

  given: ({ securityGroup: group, allowFrom = [], vpcSubnets }: ApplicationSettings): References => ({
    objects: { 'loadBalancing.securityGroup': group, ...listed('loadBalancing.allowFrom', allowFrom) },
    ids: {
      'loadBalancing.vpcSubnets': (vpcSubnets?.subnets ?? []).map(({ subnetId }) => subnetId),
      'loadBalancing.securityGroup': group ? [group.securityGroupId] : [],
    },
  }),

  spec: ({ kind, redirectHttp, clientKeepAlive }: ApplicationSettings): LoadBalancingSpec => ({
    ...{ kind, redirectHttp },
    clientKeepAlive: toSeconds('loadBalancing.clientKeepAlive', clientKeepAlive),
  }),

  render: (given: ApplicationSettings, context: LoadBalancingContext): RenderedLoadBalancing => {
    const { scope } = context;
    const group = given.securityGroup && importedHere(scope, 'LoadBalancerSecurityGroup', given.securityGroup);
    const settings = { ...given, securityGroup: group };
    const loadBalancer = createLoadBalancer(settings, context);
    return {
      connections: loadBalancer.connections,
      hasIpv6: hasIpv6(settings.ipAddressType),
      attach: (service) => {
        const targetGroup = addTargetGroup(service, context, settings.internetFacing ?? true);
        const { listener, redirectListener } = addListeners(loadBalancer, targetGroup, context, settings.sslPolicy);
        allowClients({ loadBalancer, service }, settings, context);
        warn(settings, context);
        const scheme = context.plan.listener.protocol.toLowerCase();
        const url = `${scheme}://${loadBalancer.loadBalancerDnsName}`;
        return { loadBalancer, listener, ...(redirectListener && { redirectListener }), targetGroup, url };
      },
    };
  },
};

function createLoadBalancer(
  settings: ApplicationSettings,
  { scope, vpc, plan: { loadBalancer } }: LoadBalancingContext,
): elbv2.ApplicationLoadBalancer {
  const { internetFacing = true, deletionProtection = false, ipAddressType } = settings;
  const vpcSubnets = loadBalancerSubnets(scope, vpc, internetFacing, settings.vpcSubnets);
  const created = new elbv2.ApplicationLoadBalancer(scope, 'LoadBalancer', {
    ...{ vpc, vpcSubnets, internetFacing, deletionProtection, ipAddressType },
    idleTimeout: Duration.seconds(loadBalancer.idleTimeout),
    clientKeepAlive: Duration.seconds(loadBalancer.clientKeepAlive),
    dropInvalidHeaderFields: loadBalancer.dropInvalidHeaderFields,
    securityGroup: settings.securityGroup,
  });
  // CDK's own would take any token for true.
  if (Token.isUnresolved(deletionProtection)) {
    created.setAttribute(
      'deletion_protection.enabled',
      Lazy.uncachedString({ produce: (context) => text(context.resolve(deletionProtection)) }),
    );
  }
  if (hasIpv6(ipAddressType) && !Token.isUnresolved(ipAddressType)) {
    const { subnets } = vpc.selectSubnets(vpcSubnets);
    scope.node.addValidation({ validate: () => [...ipv6Problems(subnets)] });
  }
  return created;
}

/** An attribute's value is a text, where what a token is known to be then may be a boolean. */
function text(resolved: unknown): string {
  return typeof resolved === 'boolean' ? String(resolved) : (resolved as string);
}

function warn(settings: ApplicationSettings, { scope, vpc, certificate, plan }: LoadBalancingContext): void {
  const { internetFacing = true } = settings;
  if (internetFacing && certificate === undefined) {
    addWarning(
      scope,
      'publicWithoutTls',
      'clients send and receive everything in clear text over the internet; give a certificate, or LoadBalancing.application({ internetFacing: false })',
    );
  }
  warnOfClients(scope, vpc, settings, plan.redirectListener !== undefined);
}
