import type { ResolverConfig, ResolverDirectives } from '../../../types.ts';
import { formatDirective } from '../syntax/format.ts';
import { comment, directive, type Line } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';
import { formatSeconds, time, type Writers } from './writers.ts';

export const RESOLVER: Writers<ResolverDirectives> = {
  resolver: (value, { writing }) => writeResolver(value, writing),
  resolverTimeout: time,
};

export function writeResolver(resolver: ResolverConfig, writing: Writing): Line[] {
  const { valid, ipv4, ipv6 } = resolver;
  const addresses = resolverAddresses(resolver, writing);
  const words = [
    ...(valid === undefined ? [] : [`valid=${formatSeconds(valid, { writing }, 'valid of resolver')}`]),
    ...(ipv4 !== undefined && writing.knowsArgument('1.23.1', `ipv4=${ipv4} of resolver`) ? [`ipv4=${ipv4}`] : []),
    ...(ipv6 === undefined ? [] : [`ipv6=${ipv6}`]),
  ];
  if (addresses.length === 0) {
    writing.notice(
      "resolver: this proxy uses the system's resolver, nginx needs the address of a DNS server (in a VPC 169.254.169.253)",
    );
    return [comment(formatDirective(directive('resolver', '<address-of-a-DNS-server>', ...words)))];
  }
  return [directive('resolver', ...addresses, ...words)];
}

/** The DNS servers nginx is to ask; none where only the system knows them. */
export function resolverAddresses(resolver: ResolverConfig | undefined, { options }: Writing): readonly string[] {
  const own = resolver?.addresses ?? [];
  return own.length > 0 ? own : (options.resolver ?? []);
}
