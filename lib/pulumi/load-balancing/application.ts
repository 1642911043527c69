import * as pulumi from '@pulumi/pulumi';
import type { Time } from '../../../proxy-runtime/config/index.ts';
import { PlanError } from '../../plan/index.ts';
import { common, flag, type Kind, late, listOf, shape } from '../../plan/props/index.ts';
import { clientText, securityGroupId, subnetIds, time } from '../args/kinds.ts';
import { selectSubnets } from '../network/subnets.ts';
import { toSeconds } from '../args/seconds.ts';
import { hasIpv6, listClients, warnOfClients } from './clients.ts';
import type { LoadBalancingContext, LoadBalancingRenderer } from './renderer.ts';
import { createListeners, createLoadBalancer, createTargetGroup } from './resources.ts';
import { connectRules, createGroups } from './security-groups.ts';
import { loadBalancerSubnets, OWN_SUBNETS } from './subnets.ts';

/** What an Application Load Balancer of the proxy's own is like. */
export interface ApplicationLoadBalancingArgs {
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
   * @default - `publicSubnetIds`, or `privateSubnetIds` if it is internal; of several in a zone the first
   */
  readonly subnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * The security group of the load balancer; rules are added to it, so it must have no inline ones.
   *
   * @default - a new one, whose outbound rules are for the tasks only
   */
  readonly securityGroupId?: pulumi.Input<string>;

  /**
   * The addresses of the load balancer. Those with IPv6 need subnets that have it, and let the VPC's range in too if it is internal.
   *
   * @default 'ipv4'
   */
  readonly ipAddressType?: 'ipv4' | 'dualstack' | 'dualstack-without-public-ipv4';

  /**
   * Who may connect to the load balancer: address ranges (`192.0.2.0/24`, `2001:db8::/32`), prefix lists (`pl-…`), security groups (`sg-…`).
   * With an empty list nobody may. Outputs keep their place in the list: others are added behind them. With a redirect, prefix lists and more than
   * 30 ranges have a security group for each port, as EC2 allows a group 60 rules, and counts a list as its entries.
   *
   * @default - anyone, or the VPC's addresses if the load balancer is internal
   */
  readonly allowFrom?: readonly pulumi.Input<string>[];

  /**
   * Whether the load balancer is protected from deletion.
   *
   * @default false
   */
  readonly deletionProtection?: pulumi.Input<boolean>;

  /**
   * How long a client connection may take new requests before the load balancer has the client make another one: 60 to 604800 seconds, or
   * nginx's syntax: `'1d'`. An open WebSocket goes on beyond it.
   *
   * @default '1h'
   */
  readonly clientKeepAlive?: pulumi.Input<Time | undefined>;

  /**
   * AWS's name of the TLS versions and ciphers of the HTTPS listener; needs a certificate.
   *
   * @default 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'
   */
  readonly sslPolicy?: pulumi.Input<string>;

  /**
   * With a certificate, whether HTTP on port 80 is redirected to HTTPS; if not, port 80 is closed.
   *
   * @default true
   */
  readonly redirectHttp?: boolean;
}

/** The arguments as they were read. */
export interface ApplicationSettings extends ApplicationLoadBalancingArgs {
  readonly kind: 'application';
}

/** What each argument takes; one without a line does not compile. */
export const applicationArgs: Kind<ApplicationLoadBalancingArgs> = shape<ApplicationLoadBalancingArgs>(
  {
    internetFacing: flag,
    subnetIds,
    securityGroupId,
    ipAddressType: common.ipAddressType,
    allowFrom: listOf(clientText),
    deletionProtection: late(flag),
    clientKeepAlive: time,
    sslPolicy: late(common.sslPolicy("'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'")),
    redirectHttp: flag,
  },
  {
    takes: 'an object',
    wayOut: 'use LoadBalancing.application({ internetFacing: false })',
    noun: 'argument',
    instances: true,
  },
);

export const APPLICATION: LoadBalancingRenderer<ApplicationSettings> = {
  inputs: { clientKeepAlive: time },

  spec: ({ kind, redirectHttp }, { clientKeepAlive }) => ({
    ...{ kind, redirectHttp },
    clientKeepAlive: toSeconds('loadBalancing.clientKeepAlive', clientKeepAlive),
  }),

  check: ({ sslPolicy, redirectHttp, internetFacing, ipAddressType }, certificateArn) => {
    if (sslPolicy !== undefined && certificateArn === undefined) {
      throw new PlanError(
        'WSPROXY_PROPS',
        'loadBalancing.sslPolicy is given, but without a certificate there is no HTTPS listener; give certificateArn too',
      );
    }
    if (redirectHttp === true && certificateArn === undefined) {
      throw new PlanError(
        'WSPROXY_PROPS',
        'loadBalancing.redirectHttp is true, but without a certificate there is no HTTPS to go to; give certificateArn too',
      );
    }
    if (internetFacing === false && ipAddressType === 'dualstack-without-public-ipv4') {
      throw new PlanError(
        'WSPROXY_PROPS',
        'loadBalancing.ipAddressType is dualstack-without-public-ipv4, but an Application Load Balancer allows that to the internet only; use dualstack, or internetFacing: true',
      );
    }
  },

  prepare: (settings, context) => {
    const { place, plans, vpcId, certificateArn } = context;
    const subnets = chooseSubnets(settings, context);
    const clients = listClients(place, vpcId, settings);
    return {
      hasIpv6: hasIpv6(settings.ipAddressType),
      secure: (children) => {
        const groups = createGroups(children, vpcId, settings.securityGroupId, plans.now, clients);
        return {
          securityGroup: groups.securityGroup,
          securityGroupId: groups.securityGroupId,
          connect: (taskGroupIds) => connectRules(children, groups, taskGroupIds, plans.now, clients),
          render: () => {
            const loadBalancer = createLoadBalancer(children, plans, settings, { subnets, groups });
            const targetGroup = createTargetGroup(children, plans, vpcId, settings.internetFacing ?? true);
            const listeners = createListeners(children, plans, {
              ...{ certificateArn, sslPolicy: settings.sslPolicy, loadBalancer, targetGroup },
            });
            warn(settings, context);
            if (settings.allowFrom !== undefined) {
              const together = listeners.redirectListener !== undefined && groups.redirectId === undefined;
              warnOfClients(place, clients, together ? 2 : 1, settings.securityGroupId === undefined ? 'own' : 'given');
            }
            return { loadBalancer, targetGroup, ...listeners };
          },
        };
      },
    };
  },
};

function chooseSubnets(
  { internetFacing = true, subnetIds: given, ipAddressType }: ApplicationSettings,
  { place, publicSubnetIds, privateSubnetIds }: LoadBalancingContext,
): pulumi.Output<string[]> {
  const { setting, ids } = selectSubnets(place, {
    user: 'the load balancer',
    from: [
      [OWN_SUBNETS, given],
      internetFacing ? ['publicSubnetIds', publicSubnetIds] : ['privateSubnetIds', privateSubnetIds],
    ],
    otherwise: internetFacing
      ? 'LoadBalancing.application({ internetFacing: false }) with privateSubnetIds'
      : 'LoadBalancing.application({ internetFacing: true }) with publicSubnetIds',
    least: 2,
    why: 'an Application Load Balancer needs two, in two Availability Zones; add one of another zone',
  });
  return loadBalancerSubnets(place, setting, ids, ipAddressType);
}

function warn({ internetFacing = true }: ApplicationSettings, { place, certificateArn }: LoadBalancingContext): void {
  if (!internetFacing || certificateArn !== undefined) return;
  void pulumi.log.warn(
    'clients send and receive everything in clear text over the internet; give a certificateArn, or LoadBalancing.application({ internetFacing: false })',
    place.component,
  );
}
