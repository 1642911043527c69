import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { reasonOf, refusal } from './at-construct.ts';
import { hasIpv6, ipv6Range } from './ipv6.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

/** The cluster given, or a new one in the VPC given. */
export function findCluster(scope: Construct, { cluster, vpc }: WebSocketProxyProps): ecs.ICluster {
  if (cluster !== undefined) return cluster;
  if (vpc === undefined) throw refusal(scope, 'neither vpc nor cluster is given; give the VPC, or a cluster in it');
  return new ecs.Cluster(scope, 'Cluster', { vpc, ...containerInsights() });
}

/** Which older versions have under another name: 2.170 does. */
function containerInsights(): ecs.ClusterProps {
  const { ContainerInsights } = ecs as Partial<Pick<typeof ecs, 'ContainerInsights'>>;
  return ContainerInsights === undefined
    ? // eslint-disable-next-line @typescript-eslint/no-deprecated -- the other one is not there
      { containerInsights: true }
    : { containerInsightsV2: ContainerInsights.ENABLED };
}

/** The subnets of the load balancer. AWS takes one of a zone, so that of several by default the first of each is. */
export function loadBalancerSubnets(scope: Construct, vpc: ec2.IVpc, props: WebSocketProxyProps): ec2.SubnetSelection {
  const { loadBalancerSubnets: given, publicLoadBalancer = true } = props;
  const isPublic = given === undefined && publicLoadBalancer;
  const selection = given ?? (isPublic ? { subnetType: ec2.SubnetType.PUBLIC } : {});
  const subnets = selectSubnets(scope, vpc, selection, {
    user: 'the load balancer',
    prop: given && 'loadBalancerSubnets',
    need: 'an Application Load Balancer needs two, in two Availability Zones',
    ...(isPublic && { otherwise: 'publicLoadBalancer: false' }),
  });
  const names = subnets.isPendingLookup === true ? undefined : zones(vpc, subnets);
  if (names === undefined) return selection;
  const { size } = new Set(names);
  if (size === 1) {
    throw refusal(
      scope,
      'the load balancer has subnets in one Availability Zone, but an Application Load Balancer needs two; use a VPC with maxAzs 2 or more, or other loadBalancerSubnets',
    );
  }
  if (size === names.length) return selection;
  if (given === undefined) return { ...selection, onePerAz: true };
  throw refusal(
    scope,
    `loadBalancerSubnets has ${names.length} subnets in ${size} Availability Zones, but an Application Load Balancer takes one of each; add onePerAz: true, or select one group of them by subnetGroupName`,
  );
}

/** The subnets of the tasks. */
export function taskSubnets(scope: Construct, vpc: ec2.IVpc, props: WebSocketProxyProps): ec2.SubnetSelection {
  const { taskSubnets: given, assignPublicIp = false } = props;
  const selection = taskSubnetSelection(props);
  selectSubnets(scope, vpc, selection, {
    user: 'the tasks',
    prop: given && 'taskSubnets',
    need: 'a task needs one',
    ...(given === undefined && assignPublicIp && { otherwise: 'assignPublicIp: false' }),
  });
  return selection;
}

/** What an ECS service does by default. */
function taskSubnetSelection({ taskSubnets: given, assignPublicIp = false }: WebSocketProxyProps): ec2.SubnetSelection {
  return given ?? (assignPublicIp ? { subnetType: ec2.SubnetType.PUBLIC } : {});
}

interface SubnetUse {
  /** What would be in the subnets. */
  readonly user: string;
  /** The prop that selects them. */
  readonly prop: string | undefined;
  /** How many it needs. */
  readonly need: string;
  /** The prop with which they need not be public; only where they must be. */
  readonly otherwise?: string;
}

function selectSubnets(
  scope: Construct,
  vpc: ec2.IVpc,
  selection: ec2.SubnetSelection,
  { user, prop, need, otherwise }: SubnetUse,
): ec2.SelectedSubnets {
  const subnets = attempt(() => vpc.selectSubnets(selection));
  if (!(subnets instanceof Error) && (subnets.subnetIds.length > 0 || subnets.isPendingLookup === true)) return subnets;
  if (prop === undefined) {
    const kind = otherwise === undefined ? 'subnets' : 'public subnets';
    const wayOut = [`use a VPC with ${kind}`, otherwise].filter((way) => way !== undefined).join(', or ');
    throw refusal(scope, `the VPC has no ${kind}, where ${user} would go; ${wayOut}`);
  }
  if (!(subnets instanceof Error)) throw refusal(scope, `${prop} has 0 subnets, but ${need}; select others`);
  throw refusal(scope, `${prop} can't be used (${reasonOf(subnets)}); select subnets that the VPC has`);
}

function attempt<T>(get: () => T): T | Error {
  try {
    return get();
  } catch (error) {
    return error as Error;
  }
}

/** The Availability Zone of each subnet; undefined where only the deployment knows how many there are. */
function zones(vpc: ec2.IVpc, { subnets, subnetIds }: ec2.SelectedSubnets): readonly string[] | undefined {
  // A list that is a token has one item here
  if (Token.isUnresolved(vpc.availabilityZones) || Token.isUnresolved(subnetIds)) return undefined;
  const names = attempt(() => subnets.map(({ availabilityZone }) => availabilityZone));
  // A subnet that is imported by its id alone throws
  return names instanceof Error ? undefined : names;
}

/** Whether the tasks would be in public subnets without public addresses, or in isolated ones, from where they reach nothing outside the VPC. */
export function tasksAreCutOff(vpc: ec2.IVpc, props: WebSocketProxyProps): boolean {
  const { assignPublicIp = false } = props;
  const { hasPublic, subnetIds } = vpc.selectSubnets(taskSubnetSelection(props));
  const isolated = new Set(vpc.isolatedSubnets.map(({ subnetId }) => subnetId));
  return (hasPublic && !assignPublicIp) || (subnetIds.length > 0 && subnetIds.every((id) => isolated.has(id)));
}

/** Who may connect to the load balancer. */
export function clients(scope: Construct, vpc: ec2.IVpc, props: WebSocketProxyProps): readonly ec2.IPeer[] {
  const { allowFrom, publicLoadBalancer = true } = props;
  if (allowFrom !== undefined) return allowFrom;
  if (publicLoadBalancer) return hasIpv6(props) ? [ec2.Peer.anyIpv4(), ec2.Peer.anyIpv6()] : [ec2.Peer.anyIpv4()];
  const ipv6 = hasIpv6(props) ? ipv6Range(vpc) : undefined;
  return [ec2.Peer.ipv4(addressRange(scope, vpc)), ...(ipv6 ? [ec2.Peer.ipv6(ipv6.cidr)] : [])];
}

function addressRange(scope: Construct, vpc: ec2.IVpc): string {
  try {
    return vpc.vpcCidrBlock;
  } catch {
    throw refusal(
      scope,
      'the address range of the imported VPC is not known; give allowFrom, or vpcCidrBlock to Vpc.fromVpcAttributes()',
    );
  }
}
