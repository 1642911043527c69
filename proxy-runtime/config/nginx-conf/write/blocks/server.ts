import type { ServerConfig } from '../../../types.ts';
import { REQUEST_HEAD } from '../directives/client.ts';
import { writeLocationDirectives } from '../directives/location-directives.ts';
import { REWRITE } from '../directives/rewrite.ts';
import { SSL } from '../directives/ssl.ts';
import { writeDirectives } from '../directives/writers.ts';
import { block, directive, groups, type Directive } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';
import type { Listens } from './listen.ts';
import { notFound, writeLocations } from './location.ts';

export function writeServer(server: ServerConfig, listens: Listens, writing: Writing): Directive {
  const { config } = writing;
  const { listen, serverName, locations, return: returned } = server;
  const scope = { writing, kind: 'server', level: server, outer: [config] } as const;
  const names = serverName === undefined ? [] : [serverName].flat();
  const catchesAll = returned !== undefined || Object.keys(locations).some((key) => /^(?:\^~ *)?\/$/.test(key));
  return block(
    'server',
    [],
    groups(
      [...listens.write(listen), ...(names.length === 0 ? [] : [directive('server_name', ...names)])],
      writeDirectives(SSL, server, scope),
      writeDirectives(REQUEST_HEAD, server, scope),
      writeLocationDirectives(server, scope),
      writeDirectives(REWRITE, server, scope),
      [
        ...writeLocations(locations, [config, server], writing),
        ...(catchesAll ? [] : [block('location', ['/'], notFound())]),
      ],
    ),
  );
}
