import { startProxy, type LocationConfig, type ProxyConfig, type RunningProxy } from '../../proxy-runtime/index.ts';
import { eventually } from './eventually.ts';
import { connectRaw, type RawSocket } from './raw-socket.ts';

/** A proxy of one test, on a port of its own, with its logs. */
export interface TestProxy extends AsyncDisposable {
  readonly proxy: RunningProxy;
  readonly port: number;
  /** The lines of the access log so far, as they were written. */
  readonly accessLines: readonly string[];
  readonly errorLines: readonly string[];
  connect(): Promise<RawSocket>;
  /** Drains the proxy, and fails if that does not come to its end. */
  drain(): Promise<void>;
  /** The access-log line of that number (the first is 0), once it is there. */
  access(index: number): Promise<Record<string, unknown>>;
}

export async function startTestProxy(config: ProxyConfig): Promise<TestProxy> {
  const accessLines: string[] = [];
  const errorLines: string[] = [];
  const proxy = await startProxy(config, {
    accessLog: (line) => accessLines.push(line),
    errorLog: (line) => errorLines.push(line),
  });
  const port = proxy.addresses[0]?.port ?? 0;
  return {
    proxy,
    port,
    accessLines,
    errorLines,
    connect: () => connectRaw(port),
    drain: async () => {
      let over = false;
      const drained = proxy.drain().then(() => (over = true));
      await eventually(
        'the end of the drain',
        () => over,
        () => ({ connections: proxy.connections, tunnels: proxy.tunnels, accessLines }),
      );
      await drained;
    },
    access: async (index) =>
      JSON.parse(
        await eventually(
          `access-log line ${index}`,
          () => accessLines[index],
          () => ({ accessLines, errorLines }),
        ),
      ) as Record<string, unknown>,
    [Symbol.asyncDispose]: () => proxy.close(),
  };
}

/** The configuration of the seed: a map for Connection, and everything to one backend. */
export function seedConfig(
  backend: { readonly address: string },
  location: LocationConfig = {},
  http: Partial<ProxyConfig> = {},
): ProxyConfig {
  return {
    maps: { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': '' } } },
    proxySetHeader: { Upgrade: '$http_upgrade', Connection: '$connection_upgrade' },
    servers: [{ listen: '127.0.0.1:0', locations: { '/': { proxyPass: `http://${backend.address}`, ...location } } }],
    ...http,
  };
}

/** The same, with the backend in an upstream block: its connections are kept. */
export function upstreamConfig(
  backends: readonly { readonly address: string }[],
  location: LocationConfig = {},
  http: Partial<ProxyConfig> = {},
): ProxyConfig {
  return {
    ...seedConfig({ address: 'backends' }, location, http),
    upstreams: { backends: { servers: backends.map(({ address }) => ({ address })) } },
    ...http,
  };
}

export const UPGRADE_REQUEST =
  'GET /socket HTTP/1.1\r\nHost: example.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

export const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

export const GET = 'GET / HTTP/1.1\r\nHost: example.test\r\n\r\n';

/** A 200 with a length. */
export function ok(body: string, headers = ''): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;
}
