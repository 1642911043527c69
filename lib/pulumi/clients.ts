import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { PlanError, type ClientKind } from '../plan/index.ts';
import { client, type Client as KnownClient, read } from '../plan/props/index.ts';
import { isPlain } from './plain.ts';
import { placeOf } from './place.ts';
import { atComponent, laterAtComponent, type Place } from './plan-error.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** Someone who may connect to the load balancer. */
export interface Client {
  /** What the rules for them are named after; stable when others come or go. */
  readonly slug: string;
  readonly source: { readonly [K in keyof RuleSource]: pulumi.Input<string | undefined> };
}

/** The arguments of a security group rule that say whom it is for. */
interface RuleSource {
  readonly cidrIpv4?: string | undefined;
  readonly cidrIpv6?: string | undefined;
  readonly prefixListId?: string | undefined;
  readonly referencedSecurityGroupId?: string | undefined;
}

const ANY_IPV4: Client = { slug: 'any-ipv4', source: { cidrIpv4: '0.0.0.0/0' } };
const ANY_IPV6: Client = { slug: 'any-ipv6', source: { cidrIpv6: '::/0' } };

/**
 * Who may connect to the load balancer.
 *
 * @throws PlanError when one of `allowFrom` is none
 */
export function listClients(place: Place, args: WebSocketProxyArgs): readonly Client[] {
  const { allowFrom, internal = false, vpcId } = args;
  if (allowFrom !== undefined) {
    const clients = allowFrom.map((source, index) => givenClient(place, source, index));
    return [...new Map(clients.map((client) => [client.slug, client])).values()];
  }
  if (internal) {
    const vpc = aws.ec2.getVpcOutput({ id: vpcId }, { parent: place.component });
    const ipv4: Client = { slug: 'vpc', source: { cidrIpv4: vpc.cidrBlock } };
    if (!hasIpv6(args)) return [ipv4];
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the list of all ranges, which replaces it, is not in every @pulumi/aws 7
    const range = laterAtComponent(place, vpc.ipv6CidrBlock, ipv6Range);
    return [ipv4, { slug: 'vpc-ipv6', source: { cidrIpv6: range } }];
  }
  return hasIpv6(args) ? [ANY_IPV4, ANY_IPV6] : [ANY_IPV4];
}

/** Whether the load balancer has IPv6 addresses. */
export function hasIpv6({ ipAddressType = 'ipv4' }: Pick<WebSocketProxyArgs, 'ipAddressType'>): boolean {
  return ipAddressType !== 'ipv4';
}

/** AWS's provider says of a VPC without IPv6 that its range is empty; a mock may say nothing. */
function ipv6Range(range: string | undefined): string | undefined {
  if (range !== '') return range;
  throw new PlanError(
    'ipAddressType gives the load balancer IPv6 addresses, but its VPC has no IPv6 range; add one to the VPC and to its subnets, or leave ipAddressType out',
  );
}

function givenClient(place: Place, given: pulumi.Input<string>, index: number): Client {
  const setting = `allowFrom[${index}]`;
  if (isPlain(given)) {
    return { slug: slug(given), source: atComponent(place, () => ruleSource(setting, given)) };
  }
  const source = laterAtComponent(place, pulumi.output(given), (text) => ruleSource(setting, text));
  return {
    slug: `client-${index}`,
    source: {
      cidrIpv4: source.apply(({ cidrIpv4 }) => cidrIpv4),
      cidrIpv6: source.apply(({ cidrIpv6 }) => cidrIpv6),
      prefixListId: source.apply(({ prefixListId }) => prefixListId),
      referencedSecurityGroupId: source.apply(({ referencedSecurityGroupId }) => referencedSecurityGroupId),
    },
  };
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
  if (source === '0.0.0.0/0') return ANY_IPV4.slug;
  if (source === '::/0') return ANY_IPV6.slug;
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
