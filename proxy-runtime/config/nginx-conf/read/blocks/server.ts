import { interpret } from '../grammar/interpret.ts';
import { directives } from '../grammar/table.ts';
import type { ServerConfig } from '../../../types.ts';
import { NO_HANDLER } from './location.ts';
import type { HttpLevel } from '../grammar/values-of-levels.ts';

/** `server { … }` of http. */
export const SERVER = directives<HttpLevel>('repeated http', '0 {', 'server', (directive, level) => {
  const server = level.within('server', directive, 'servers', level.values.servers?.length ?? 0);
  interpret(directive.block ?? [], server);
  if (server.values.listen === undefined) {
    // What nginx listens on as root.
    level.reading.listens.add({ address: 80, key: '0.0.0.0:80', hasOptions: false }, directive, server);
  }
  const { locations, return: returned } = server.values;
  if (locations === undefined && returned === undefined) server.notice(directive, NO_HANDLER);
  level.append('servers', { locations: {}, ...server.values } as ServerConfig, directive);
});
