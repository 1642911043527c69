import type { ServerConfig } from '../../../types.ts';
import { LOCATION_FAMILY, REQUEST_HEAD_FAMILY, REWRITE_FAMILY, SSL_FAMILY } from '../../directives/families.ts';
import { writeFamily } from '../../directives/form.ts';
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
      writeFamily(SSL_FAMILY, server, scope),
      writeFamily(REQUEST_HEAD_FAMILY, server, scope),
      writeFamily(LOCATION_FAMILY, server, scope),
      writeFamily(REWRITE_FAMILY, server, scope),
      [
        ...writeLocations(locations, [config, server], writing),
        ...(catchesAll ? [] : [block('location', ['/'], notFound())]),
      ],
    ),
  );
}
