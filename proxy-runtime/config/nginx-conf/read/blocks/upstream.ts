import type { UpstreamConfig } from '../../../types.ts';
import { UPSTREAM_FAMILY, UPSTREAM_RESOLVER_FAMILY } from '../../directives/families.ts';
import { readersOf } from '../../directives/form.ts';
import { readServer } from '../../directives/upstream-server.ts';
import { refusedIn } from '../../directives/refused.ts';
import { interpret } from '../grammar/interpret.ts';
import { Level } from '../grammar/level.ts';
import { directives, Table } from '../grammar/table.ts';
import type { HttpLevel, UpstreamLevel } from '../grammar/values-of-levels.ts';
import { errorAt } from '../syntax/directive.ts';
import { text, valueOf } from '../values/values.ts';
import { checkZoneSize } from '../values/zone.ts';

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
  ...readersOf(UPSTREAM_FAMILY),
  ...readersOf(UPSTREAM_RESOLVER_FAMILY),
  // The state that nginx's processes share by it is this one process's.
  ...directives<UpstreamLevel>('repeated upstream', '1-2', 'zone', (directive) => {
    const [name = '', written] = directive.args;
    valueOf(directive, name, text);
    if (written !== undefined) valueOf(directive, written, (size) => checkZoneSize(name, size));
  }),
  ...refusedIn('upstream'),
]);
