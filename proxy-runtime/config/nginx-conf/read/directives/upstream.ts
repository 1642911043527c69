import { interpret } from '../grammar/interpret.ts';
import { Level } from '../grammar/level.ts';
import { directives, Table } from '../grammar/table.ts';
import type { Balancer, UpstreamConfig } from '../../../types.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';
import { scalar } from '../values/scalar.ts';
import { milliseconds, number, oneOf, requests, text, valueOf } from '../values/values.ts';
import { UPSTREAM_REFUSED } from './refused/upstream.ts';
import { readResolver } from './resolver.ts';
import { readServer } from './upstream-server.ts';
import type { HttpLevel, UpstreamLevel } from './values-of-levels.ts';
import { checkZoneSize } from './zone.ts';

/** `upstream NAME { … }`. */
export const UPSTREAM = directives<HttpLevel>('repeated http', '1 {', 'upstream', (directive, level) => {
  const [name = ''] = directive.args;
  if (Object.keys(level.values.upstreams ?? {}).some((other) => other.toLowerCase() === name.toLowerCase())) {
    throw errorAt(directive, `duplicate upstream ${JSON.stringify(name)}`);
  }
  const upstream: UpstreamLevel = new Level('upstream', UPSTREAM_TABLE, ['upstreams', name], level.reading);
  level.reading.places.note(upstream.path, directive);
  interpret(directive.block ?? [], upstream);
  const { servers = [], ...rest } = upstream.values;
  if (servers.length === 0) throw errorAt(directive, `no servers are inside upstream ${JSON.stringify(name)}`);
  level.putEntry('upstreams', name, { servers, ...rest } satisfies UpstreamConfig, directive);
});

/** What stands in an upstream block. */
export const UPSTREAM_TABLE = new Table<UpstreamLevel>([
  ...directives<UpstreamLevel>('repeated upstream', '1+', 'server', (directive, level) =>
    level.append('servers', readServer(directive, level), directive),
  ),
  ...directives<UpstreamLevel>('repeated upstream', '0', 'least_conn ip_hash', (directive, level) =>
    putBalancer(directive.name as 'least_conn' | 'ip_hash', directive, level),
  ),
  ...directives<UpstreamLevel>('repeated upstream', '1-2', 'hash', (directive, level) => {
    const [hash = '', consistent] = directive.args;
    if (consistent !== undefined) valueOf(directive, consistent, oneOf(['consistent']));
    putBalancer({ hash, ...(consistent === undefined ? {} : { consistent: true }) }, directive, level);
  }),
  ...directives<UpstreamLevel>('repeated upstream', '0-2', 'random', (directive, level) => {
    const [two, method] = directive.args;
    if (two !== undefined) valueOf(directive, two, oneOf(['two']));
    // least_time= is commercial, and least_conn what two means anyway.
    if (method !== undefined) valueOf(directive, method, oneOf(['least_conn']));
    putBalancer({ random: two === undefined ? 'one' : 'two' }, directive, level);
  }),
  ...directives<UpstreamLevel>('upstream', '1-2', 'keepalive', (directive, level) => {
    const [connections = '', local] = directive.args;
    if (local !== undefined) valueOf(directive, local, oneOf(['local']));
    level.put('keepalive', valueOf(directive, connections, number), directive);
  }),
  ...directives<UpstreamLevel>('upstream', '1', 'keepalive_requests', scalar(requests)),
  ...directives<UpstreamLevel>(
    'upstream',
    '1',
    'keepalive_time keepalive_timeout resolver_timeout',
    scalar(milliseconds),
  ),
  ...directives<UpstreamLevel>('upstream', '1+', 'resolver', (directive, level) =>
    level.put('resolver', readResolver(directive), directive),
  ),
  // The state that nginx's processes share by it is this one process's.
  ...directives<UpstreamLevel>('repeated upstream', '1-2', 'zone', (directive) => {
    const [name = '', written] = directive.args;
    valueOf(directive, name, text);
    if (written !== undefined) valueOf(directive, written, (size) => checkZoneSize(name, size));
  }),
  ...UPSTREAM_REFUSED,
]);

function putBalancer(balancer: Balancer, directive: Directive, level: UpstreamLevel): void {
  if (level.values.balancer !== undefined)
    level.notice(directive, 'redefines the load balancing method; this one counts');
  level.put('balancer', balancer, directive);
}
