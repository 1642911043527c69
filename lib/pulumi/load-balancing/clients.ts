import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { clientRulesWarning, PlanError, type ClientKind } from '../../plan/index.ts';
import { client, type Client as KnownClient, read } from '../../plan/props/index.ts';
import { isPlain } from '../args/plain.ts';
import { placeOf } from '../args/setting-context.ts';
import { atComponent, laterAtComponent, type ComponentContext } from '../errors/component-errors.ts';
import { nameLater, namesOf, type RuleNames } from '../network/rule-names.ts';

/** Someone who may connect to the load balancer. */
export interface Client {
  /** What the rules for them are named after; stable when others come or go. */
  readonly names: RuleNames;
  readonly source: { readonly [K in keyof RuleSource]: pulumi.Input<string | undefined> };
}

/** What says who may connect, and what that follows from where it is not said. */
export interface ClientSettings {
  readonly allowFrom?: readonly pulumi.Input<string>[] | undefined;
  readonly internetFacing?: boolean | undefined;
  readonly ipAddressType?: string | undefined;
}

/** The arguments of a security group rule that say whom it is for. */
interface RuleSource {
  readonly cidrIpv4?: string | undefined;
  readonly cidrIpv6?: string | undefined;
  readonly prefixListId?: string | undefined;
  readonly referencedSecurityGroupId?: string | undefined;
}

const ANY_IPV4: Client = { names: { name: 'any-ipv4', aliases: [] }, source: { cidrIpv4: '0.0.0.0/0' } };
const ANY_IPV6: Client = { names: { name: 'any-ipv6', aliases: [] }, source: { cidrIpv6: '::/0' } };

/**
 * Who may connect to the load balancer.
 *
 * @throws PlanError when one of `allowFrom` is none
 */
export function listClients(
  place: ComponentContext,
  vpcId: pulumi.Input<string>,
  { allowFrom, internetFacing = true, ipAddressType }: ClientSettings,
): readonly Client[] {
  if (allowFrom !== undefined) {
    const ranges = !internetFacing && allowFrom.some((source) => isPlain(source) && source.includes('/'));
    const vpc = ranges ? findVpc(place, vpcId) : undefined;
    const clients = allowFrom.map((source, index) => givenClient(place, source, index, vpc));
    return [...new Map(clients.map((client) => [client.names.name, client])).values()];
  }
  if (!internetFacing) {
    const vpc = findVpc(place, vpcId);
    const ipv4: Client = { names: namesOf(vpc.cidrBlock, slug, VPC), source: { cidrIpv4: vpc.cidrBlock } };
    if (!hasIpv6(ipAddressType)) return [ipv4];
    const range = laterAtComponent(place, vpc.ipv6CidrBlock, ipv6Range);
    return [ipv4, { names: namesOf(vpc.ipv6CidrBlock, slug, VPC_IPV6), source: { cidrIpv6: range } }];
  }
  return hasIpv6(ipAddressType) ? [ANY_IPV4, ANY_IPV6] : [ANY_IPV4];
}

const VPC = 'vpc';
const VPC_IPV6 = 'vpc-ipv6';

/** The address ranges of a VPC. */
interface Ranges {
  readonly cidrBlock: pulumi.Output<string>;
  readonly ipv6CidrBlock: pulumi.Output<string>;
}

function findVpc({ component }: ComponentContext, vpcId: pulumi.Input<string>): Ranges {
  const vpc = aws.ec2.getVpcOutput({ id: vpcId }, { parent: component });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the list of all ranges, which replaces it, is not in every @pulumi/aws 7
  return { cidrBlock: vpc.cidrBlock, ipv6CidrBlock: vpc.ipv6CidrBlock };
}

/** Whether the load balancer has IPv6 addresses. */
export function hasIpv6(ipAddressType = 'ipv4'): boolean {
  return ipAddressType !== 'ipv4';
}

/** AWS's provider says of a VPC without IPv6 that its range is empty; a mock may say nothing. */
function ipv6Range(range: string | undefined): string | undefined {
  if (range !== '') return range;
  throw new PlanError(
    'WSPROXY_NETWORK',
    'loadBalancing.ipAddressType gives the load balancer IPv6 addresses, but its VPC has no IPv6 range; add one to the VPC and to its subnets, or leave ipAddressType out',
  );
}

function givenClient(
  place: ComponentContext,
  given: pulumi.Input<string>,
  index: number,
  vpc: Ranges | undefined,
): Client {
  const setting = `loadBalancing.allowFrom[${index}]`;
  const names = namesOf(given, slug, `client-${index}`);
  if (isPlain(given)) {
    return {
      names: { ...names, aliases: [...names.aliases, ...namesAsVpc(given, vpc)] },
      source: atComponent(place, () => ruleSource(setting, given)),
    };
  }
  const source = laterAtComponent(place, pulumi.output(given), (text) => ruleSource(setting, text));
  return {
    names,
    source: {
      cidrIpv4: source.apply(({ cidrIpv4 }) => cidrIpv4),
      cidrIpv6: source.apply(({ cidrIpv6 }) => cidrIpv6),
      prefixListId: source.apply(({ prefixListId }) => prefixListId),
      referencedSecurityGroupId: source.apply(({ referencedSecurityGroupId }) => referencedSecurityGroupId),
    },
  };
}

/** What a range that is the VPC's own was called when it was not given. */
function namesAsVpc(given: string, vpc: Ranges | undefined): readonly Promise<string>[] {
  if (vpc === undefined) return [];
  const name = slug(given);
  return [
    nameLater(name, vpc.cidrBlock, (range) => (range === given ? VPC : name)),
    nameLater(name, vpc.ipv6CidrBlock, (range) => (range === given ? VPC_IPV6 : name)),
  ];
}

const ARGUMENTS: Readonly<Record<KnownClient['type'], keyof RuleSource>> = {
  ipv4: 'cidrIpv4',
  ipv6: 'cidrIpv6',
  prefixList: 'prefixListId',
  securityGroup: 'referencedSecurityGroupId',
};

function ruleSource(setting: string, given: unknown): RuleSource {
  const { type, text } = read(client, given, placeOf(setting));
  return { [ARGUMENTS[type]]: text };
}

function slug(source: string): string {
  if (source === '0.0.0.0/0') return ANY_IPV4.names.name;
  if (source === '::/0') return ANY_IPV6.names.name;
  return source.replaceAll(/[^0-9a-z]/gi, '-');
}

/** What a client's rule names it by, as far as it is known when the program runs. */
export function clientKind({ source }: Client): ClientKind {
  const [name, ...others] = Object.keys(source);
  if (others.length > 0) return 'unknown';
  return name === 'cidrIpv4'
    ? 'ipv4'
    : name === 'cidrIpv6'
      ? 'ipv6'
      : name === 'prefixListId'
        ? 'prefixList'
        : 'securityGroup';
}

/**
 * Warns of clients that a security group may have no room for.
 *
 * @param ports - how many ports are opened to them in one group
 */
export function warnOfClients(
  { component }: ComponentContext,
  clients: readonly Client[],
  ports: number,
  whose: 'own' | 'given',
): void {
  const crowded = clientRulesWarning(clients.map(clientKind), ports, whose);
  if (crowded !== undefined) void pulumi.log.warn(crowded, component);
}
