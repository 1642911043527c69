import type { RequestHeadLimits } from '../http/request-head-parser.ts';
import { formatListen, parseListen, type ListenAddress } from '../config/values/listen-address.ts';
import { ServerNames } from '../routing/server-names.ts';
import { lacksCertificate } from '../tls/ssl-settings.ts';
import { at } from '../config/at.ts';
import type { Server } from './server.ts';
import { ConfigError } from '../config/config-error.ts';
import { parseTime } from '../config/values/time.ts';
import type { ListenConfig, ServerConfig } from '../config/types.ts';

/** One address to listen on, with the servers behind it. */
export interface Listen {
  readonly address: ListenAddress;
  /** As it was configured. */
  readonly configured: string;
  readonly defaultServer: Server;
  readonly all: readonly Server[];
  readonly servers: ServerNames<Server>;
  /** Those of the server for a host; undefined where they are the same for all. */
  readonly headLimits: ((host: string) => RequestHeadLimits) | undefined;
  readonly ssl: boolean;
  /** Milliseconds of silence before the first TCP keep-alive probe; undefined for none. */
  readonly keepaliveDelay: number | undefined;
  readonly ipv6Only: boolean;
}

interface Group {
  readonly address: ListenAddress;
  readonly servers: Server[];
  readonly options: ListenConfig[];
  defaultServer: Server | undefined;
}

/** @param servers - the compiled blocks of `configs` */
export function groupByAddress(configs: readonly ServerConfig[], servers: readonly Server[]): Listen[] {
  const groups = new Map<string, Group>();
  for (const [index, server] of servers.entries()) {
    for (const listen of [configs[index]?.listen ?? []].flat()) {
      at(['servers', index, 'listen'], () =>
        addTo(groups, server, typeof listen === 'object' ? listen : { address: listen }),
      );
    }
  }
  const listens = [...groups.values()].map(toListen);
  for (const listen of listens) if (listen.ssl) checkCertificates(listen, servers);
  return listens;
}

function addTo(groups: Map<string, Group>, server: Server, options: ListenConfig): void {
  const address = parseListen(options.address);
  const text = formatListen(address);
  // Port 0 is another free port every time.
  const key = address.kind === 'tcp' && address.port === 0 ? `${text}#${groups.size}` : text;
  const group = groups.get(key) ?? { address, servers: [], options: [], defaultServer: undefined };
  if (group.servers.includes(server)) throw new ConfigError(`${text} is listened on twice; leave one out`);
  if (options.defaultServer === true) {
    if (group.defaultServer !== undefined) throw new ConfigError(`${text} has two default servers; leave one out`);
    group.defaultServer = server;
  }
  group.servers.push(server);
  group.options.push(options);
  groups.set(key, group);
}

function toListen({ address, servers, options, defaultServer = servers[0] }: Group): Listen {
  if (defaultServer === undefined) throw new ConfigError('no address to listen on', ['servers']);
  const keepalive = options.find(({ soKeepalive }) => soKeepalive !== undefined)?.soKeepalive ?? 'off';
  const names = new ServerNames(servers, defaultServer, (server) => server.names);
  return {
    address,
    configured: formatListen(address),
    defaultServer,
    all: servers,
    servers: names,
    headLimits: haveSameLimits(servers) ? undefined : (host) => names.find(host).server.settings,
    ssl: options.some(({ ssl }) => ssl === true),
    keepaliveDelay:
      keepalive === 'off' ? undefined : keepalive === 'on' ? DEFAULT_KEEPALIVE : parseTime(keepalive.idle),
    ipv6Only: options.every(({ ipv6only }) => ipv6only !== 'off'),
  };
}

function haveSameLimits(servers: readonly Server[]): boolean {
  const limits = servers.map(({ settings }) => {
    const { largeClientHeaderBuffers, maxHeaders, ignoreInvalidHeaders, underscoresInHeaders } = settings;
    return JSON.stringify([largeClientHeaderBuffers, maxHeaders, ignoreInvalidHeaders, underscoresInHeaders]);
  });
  return new Set(limits).size <= 1;
}

/** nginx's rule: who listens with ssl can show a certificate, or refuses to. */
function checkCertificates({ all, defaultServer }: Listen, servers: readonly Server[]): void {
  const lacking = lacksCertificate(
    all.map(({ ssl }) => ssl),
    all.indexOf(defaultServer),
  );
  const server = lacking === undefined ? undefined : all[lacking];
  if (server === undefined) return;
  throw new ConfigError(
    "is missing, but the server listens with ssl; name a PEM file, or set sslRejectHandshake to 'on'",
    ['servers', servers.indexOf(server), 'sslCertificate'],
  );
}

/** The kernel's own. */
const DEFAULT_KEEPALIVE = 2 * 3_600_000;
