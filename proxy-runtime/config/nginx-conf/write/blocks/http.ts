import { everyLocation } from '../../../locations.ts';
import type { ProxyConfig, ServerConfig } from '../../../types.ts';
import { writeFamily } from '../../directives/form.ts';
import { HTTP_ONLY_FAMILY, LOCATION_FAMILY, REQUEST_HEAD_FAMILY, SSL_FAMILY } from '../../directives/families.ts';
import { block, comment, groups, type Directive } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';
import { writeHashes } from './hashes.ts';
import { writeHealth } from './health.ts';
import { Listens } from './listen.ts';
import { writeJsonFormat } from './log-formats.ts';
import { writeMaps } from './maps.ts';
import { writeServer } from './server.ts';
import { writeUpstream } from './upstream.ts';

export function writeHttp(writing: Writing): Directive {
  const { config } = writing;
  const { logFormats, ...zones } = config;
  const level = { ...defaultsThatDiffer(config), ...stated(config) };
  const scope = { writing, kind: 'http', level, outer: [] } as const;
  const listens = new Listens(writing);
  const directives = [
    writeFamily(SSL_FAMILY, level, scope),
    writeFamily(REQUEST_HEAD_FAMILY, level, scope),
    // The main level has said where errors are logged.
    writeFamily(LOCATION_FAMILY, { ...level, errorLog: undefined }, scope),
  ];
  const servers = config.servers.map((server) => writeServer(server, listens, writing));
  const health = config.health === undefined ? [] : writeHealth(config.health, listens, writing);
  // Last, when it is known whether anything uses it, and first in the file, as nginx wants it.
  const [jsonMaps, jsonFormat] = writing.jsonUsed ? writeJsonFormat(writing) : [[]];
  return block(
    'http',
    [],
    groups(
      writeHashes(config),
      [...(jsonFormat === undefined ? [] : [jsonFormat]), ...writeFamily(HTTP_ONLY_FAMILY, { logFormats }, scope)],
      [...jsonMaps, ...writeMaps(config.maps ?? {})],
      writeFamily(HTTP_ONLY_FAMILY, zones, scope),
      ...directives,
      [comment("Without this a path's extension would decide the type of what `return` says."), block('types', [], [])],
      Object.entries(config.upstreams ?? {}).map(([name, upstream]) => writeUpstream(name, upstream, writing)),
      servers,
      health,
    ),
  );
}

/** Where versions of nginx have different defaults: this proxy's, which are the newest's. */
function defaultsThatDiffer({ servers }: ProxyConfig): Partial<ProxyConfig> {
  const protocols = ['TLSv1.2', 'TLSv1.3'];
  const proxyPasses = servers.flatMap(({ locations }) =>
    everyLocation(locations).map(({ location: { proxyPass = '' } }) => proxyPass),
  );
  return {
    accessLog: 'on',
    proxyHttpVersion: '1.1',
    proxySetHeader: [],
    proxyLimitRate: 0,
    ...(servers.some(listensWithTls) ? { sslProtocols: protocols } : {}),
    ...(proxyPasses.some((url) => /^https:|^\$/i.test(url)) ? { proxySslProtocols: protocols } : {}),
  };
}

function listensWithTls({ listen }: ServerConfig): boolean {
  return [listen].flat().some((value) => typeof value === 'object' && 'ssl' in value && value.ssl === true);
}

function stated(config: ProxyConfig): ProxyConfig {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== undefined),
  ) as unknown as ProxyConfig;
}
