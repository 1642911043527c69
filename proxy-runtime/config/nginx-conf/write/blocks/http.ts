import type { ProxyConfig, ServerConfig } from '../../../types.ts';
import { REQUEST_HEAD } from '../directives/client.ts';
import { writeLocationDirectives } from '../directives/location-directives.ts';
import { SSL } from '../directives/ssl.ts';
import { writeDirectives } from '../directives/writers.ts';
import { block, comment, groups, type Directive } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';
import { everyLocation, writeHashes } from './hashes.ts';
import { writeHealth } from './health.ts';
import { Listens } from './listen.ts';
import { writeJsonFormat, writeLogFormats } from './log-formats.ts';
import { writeMaps } from './maps.ts';
import { writeServer } from './server.ts';
import { writeUpstream } from './upstream.ts';
import { writeZones } from './zones.ts';

export function writeHttp(writing: Writing): Directive {
  const { config } = writing;
  const level = { ...defaultsThatDiffer(config), ...stated(config) };
  const scope = { writing, kind: 'http', level, outer: [] } as const;
  const listens = new Listens(writing);
  const directives = [
    writeDirectives(SSL, level, scope),
    writeDirectives(REQUEST_HEAD, level, scope),
    // The main level has said where errors are logged.
    writeLocationDirectives({ ...level, errorLog: undefined }, scope),
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
      [...(jsonFormat === undefined ? [] : [jsonFormat]), ...writeLogFormats(config.logFormats ?? {})],
      [...jsonMaps, ...writeMaps(config.maps ?? {})],
      writeZones(config, writing),
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
    everyLocation(locations).map(({ proxyPass = '' }) => proxyPass),
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
