import { ConfigError } from '../../config-error.ts';
import type { RESOLVER } from '../../directives/resolver.ts';
import type { ResolverConfig, ResolverDirectives } from '../../types.ts';
import type { Level } from '../read/grammar/level.ts';
import { errorAt, type Directive } from '../read/syntax/directive.ts';
import { oneOf, seconds, valueOf } from '../read/values/values.ts';
import { formatDirective } from '../write/syntax/format.ts';
import { comment, directive, type Line } from '../write/syntax/line.ts';
import { formatSeconds } from '../write/writers.ts';
import type { Writing } from '../write/writing.ts';
import type { Forms } from './form.ts';

/** Where names are looked up; of http, server and location blocks, and of upstreams. */
export const RESOLVER_FORMS: Forms<ResolverDirectives, typeof RESOLVER, Level<ResolverDirectives>> = {
  resolver: {
    read: { args: '1+', read: (directive, level) => level.put('resolver', readResolver(directive), directive) },
    write: (value, { writing }) => writeResolver(value, writing),
  },
};

const FLAG = oneOf(['on', 'off']);

/** Reads `resolver ADDRESS … [valid=TIME] [ipv4=on|off] [ipv6=on|off]`. @throws ConfigError */
function readResolver(directive: Directive): ResolverConfig {
  const addresses: string[] = [];
  const options: { valid?: string; ipv4?: 'on' | 'off'; ipv6?: 'on' | 'off' } = {};
  for (const arg of directive.args) {
    const [, name, value = ''] = /^(valid|ipv4|ipv6|status_zone)=([^]*)$/.exec(arg) ?? [];
    if (name === undefined) addresses.push(arg);
    else if (name === 'valid') options.valid = valueOf(directive, value, seconds);
    else if (name === 'status_zone') throw statusZone(directive);
    else options[name as 'ipv4' | 'ipv6'] = valueOf(directive, value, FLAG);
  }
  if (options.ipv4 === 'off' && options.ipv6 === 'off') {
    throw errorAt(directive, '"resolver": ipv4 and ipv6 can not both be off');
  }
  if (addresses.length === 0) throw errorAt(directive, '"resolver": no name servers defined; write their addresses');
  return { addresses, ...options };
}

function statusZone(directive: Directive): ConfigError {
  return errorAt(directive, '"resolver": status_zone= is commercial nginx\'s; leave it out');
}

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
