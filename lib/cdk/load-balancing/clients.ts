import { Lazy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { clientRulesWarning, redirectHasItsOwnGroup } from '../../plan/index.ts';
import { refusal } from '../errors/construct-errors.ts';
import { hasIpv6, ipv6Range } from '../network/ipv6.ts';
import { allowClient, clientKind } from '../network/security-groups.ts';
import { addWarning } from '../errors/annotations.ts';
import type { LoadBalancingContext } from './renderer.ts';

/** Who may connect to a load balancer, and what that follows from where it is not said. */
export interface ClientSettings {
  readonly internetFacing?: boolean | undefined;
  readonly allowFrom?: readonly ec2.IPeer[] | undefined;
  readonly ipAddressType?: elbv2.IpAddressType | undefined;
  readonly securityGroup?: ec2.ISecurityGroup | undefined;
}

interface Connected {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly service: ecs.FargateService;
}

/** Lets the clients in, and the load balancer through to the proxy's health endpoint. */
export function allowClients(
  { loadBalancer, service }: Connected,
  settings: ClientSettings,
  { scope, vpc, plan }: LoadBalancingContext,
): void {
  const allowed = clients(scope, vpc, settings);
  const ipv6 = settings.allowFrom === undefined && hasIpv6(settings.ipAddressType) ? ipv6Range(vpc) : undefined;
  const own = loadBalancer.connections.securityGroups;
  if (ipv6) own.forEach(({ node }) => node.addDependency(ipv6.association));
  const redirecting =
    plan.redirectListener !== undefined && redirectIsApart(settings) ? [redirectGroup(loadBalancer, vpc)] : own;
  for (const { port, protocol } of [plan.listener, plan.redirectListener].filter((it) => it !== undefined)) {
    const groups = port === plan.redirectListener?.port ? redirecting : own;
    for (const client of allowed) {
      for (const group of groups) allowClient(scope, group, { client, port, description: `Clients by ${protocol}` });
    }
  }
  // From the tasks' side, as CDK does for the proxy's port: the rules are then in their stack, whichever the load balancer's group is of.
  service.connections.allowFrom(
    loadBalancer,
    ec2.Port.tcp(plan.container.healthPort),
    'Load balancer to health endpoint',
  );
}

/** Warns of clients that can't come, or that a security group may have no room for. */
export function warnOfClients(scope: Construct, vpc: ec2.IVpc, settings: ClientSettings, redirects: boolean): void {
  const { allowFrom, internetFacing = true, ipAddressType, securityGroup } = settings;
  if (allowFrom === undefined && !internetFacing && hasIpv6(ipAddressType) && !ipv6Range(vpc)) {
    addWarning(
      scope,
      'internalWithoutIpv6Clients',
      "the load balancer has IPv6 addresses, but the VPC's IPv6 range is not known here, so nobody is let in by IPv6; give LoadBalancing.application({ allowFrom }) with that range and the IPv4 one",
    );
  }
  const together = redirects && !redirectIsApart(settings);
  const kinds = (allowFrom ?? []).map(clientKind);
  const crowded = clientRulesWarning(kinds, together ? 2 : 1, securityGroup === undefined ? 'own' : 'given');
  if (crowded !== undefined) addWarning(scope, 'manyClients', crowded);
}

function clients(scope: Construct, vpc: ec2.IVpc, settings: ClientSettings): readonly ec2.IPeer[] {
  const { allowFrom, internetFacing = true } = settings;
  if (allowFrom !== undefined) return allowFrom;
  const ipv6 = hasIpv6(settings.ipAddressType);
  if (internetFacing) return ipv6 ? [ec2.Peer.anyIpv4(), ec2.Peer.anyIpv6()] : [ec2.Peer.anyIpv4()];
  const range = ipv6 ? ipv6Range(vpc) : undefined;
  return [ec2.Peer.ipv4(addressRange(scope, vpc)), ...(range ? [ec2.Peer.ipv6(range.cidr)] : [])];
}

function addressRange(scope: Construct, vpc: ec2.IVpc): string {
  try {
    return vpc.vpcCidrBlock;
  } catch {
    throw refusal(
      scope,
      'WSPROXY_NETWORK',
      'the address range of the imported VPC is not known; give LoadBalancing.application({ allowFrom }), or vpcCidrBlock to Vpc.fromVpcAttributes()',
    );
  }
}

/** Whether the port that redirects has a security group of its own, as the rules may not fit into the load balancer's. */
function redirectIsApart({ allowFrom = [], securityGroup }: ClientSettings): boolean {
  return securityGroup === undefined && redirectHasItsOwnGroup(allowFrom.map(clientKind));
}

function redirectGroup(loadBalancer: elbv2.ApplicationLoadBalancer, vpc: ec2.IVpc): ec2.ISecurityGroup {
  const group = new ec2.SecurityGroup(loadBalancer, 'RedirectSecurityGroup', {
    vpc,
    description: 'Clients of the redirect to HTTPS',
    allowAllOutbound: false,
  });
  // Among the connections it would get every rule for the tasks and for later clients, too.
  (loadBalancer.node.defaultChild as elbv2.CfnLoadBalancer).securityGroups = Lazy.list({
    produce: () => [...loadBalancer.connections.securityGroups, group].map(({ securityGroupId }) => securityGroupId),
  });
  return group;
}
