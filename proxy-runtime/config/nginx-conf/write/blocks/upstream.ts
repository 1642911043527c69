import type { UpstreamConfig, UpstreamServerConfig } from '../../../types.ts';
import { UPSTREAM_DEFAULTS } from '../../../defaults.ts';
import { UPSTREAM_FAMILY } from '../../directives/families.ts';
import { writeFamily } from '../../directives/form.ts';
import { resolverAddresses, writeResolver } from '../../directives/resolver.ts';
import { serverWords } from '../../directives/upstream-server.ts';
import { formatTime } from '../writers.ts';
import { formatDirective } from '../syntax/format.ts';
import { block, comment, directive, type Directive, type Line } from '../syntax/line.ts';
import type { Scope } from '../scope.ts';
import type { Writing } from '../writing.ts';

/** Since when servers follow their names, and upstreams have resolvers. */
const RESOLVE = '1.27.3';

export function writeUpstream(name: string, upstream: UpstreamConfig, writing: Writing): Directive {
  const { servers, balancer } = upstream;
  const scope: Scope = { writing, kind: 'http', level: writing.config, outer: [] };
  const follows = servers.some(({ resolve }) => resolve === true) && canFollow(name, upstream, writing);
  return block(
    'upstream',
    [name],
    [
      ...(follows ? [directive('zone', name, '256k')] : []),
      ...writeFamily(UPSTREAM_FAMILY, { balancer }, scope),
      ...servers.flatMap((server) => writeServer(server, follows, writing)),
      // After the balancer, or nginx refuses it.
      ...writeRest(upstream, scope),
      ...writeOwnResolver(upstream, follows, writing),
    ],
  );
}

function canFollow(name: string, { resolver }: UpstreamConfig, writing: Writing): boolean {
  if (!writing.knows(RESOLVE)) {
    writing.notice(
      `upstream ${name}: resolve needs nginx ${RESOLVE} or newer; an older one looks names up once, at its start`,
    );
    return false;
  }
  if (resolverAddresses(resolver ?? writing.config.resolver, writing).length === 0) {
    writing.notice(
      `upstream ${name}: resolve needs the address of a DNS server (in a VPC 169.254.169.253); without one nginx looks names up once, at its start`,
    );
    return false;
  }
  if (writing.options.version === undefined)
    writing.notice(`resolve of upstream servers needs nginx ${RESOLVE} or newer`);
  return true;
}

function writeServer(server: UpstreamServerConfig, follows: boolean, writing: Writing): Line[] {
  const line = directive('server', ...serverWords(server, writing));
  if (server.resolve !== true) return [line];
  const following = { ...line, args: [...line.args, 'resolve'] };
  if (!follows) return [comment(`${formatDirective(following)}  # needs nginx ${RESOLVE} and a resolver`), line];
  return [{ ...following, ...(writing.options.version === undefined ? { note: `nginx ${RESOLVE} and newer` } : {}) }];
}

/** All but the balancer, which stands before the servers. */
function writeRest({ keepalive = UPSTREAM_DEFAULTS.keepalive, ...rest }: UpstreamConfig, scope: Scope): Line[] {
  if (keepalive === 0) {
    return [
      comment('No kept connections; before 1.29.7 nginx has no "keepalive 0", since then it keeps some without it.'),
      directive('keepalive', 1),
      directive('keepalive_requests', 1),
    ];
  }
  return writeFamily(UPSTREAM_FAMILY, { ...rest, keepalive, balancer: undefined }, scope);
}

/** A resolver is for servers that follow their names, and for nothing else. */
function writeOwnResolver({ resolver, resolverTimeout }: UpstreamConfig, follows: boolean, writing: Writing): Line[] {
  if (!follows) return [];
  // Where only the options name a DNS server, no other level does.
  const own = resolver ?? (writing.config.resolver === undefined ? {} : undefined);
  return [
    ...(own === undefined ? [] : writeResolver(own, writing)),
    ...(resolverTimeout === undefined ? [] : [directive('resolver_timeout', formatTime(resolverTimeout))]),
  ];
}
