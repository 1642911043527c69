import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { SslDirectives } from '../../../../proxy-runtime/config/types.ts';
import type { AcceptedTls } from '../../../../proxy-runtime/tls/accepted-tls.ts';
import { sslSettings } from '../../../../proxy-runtime/tls/ssl-settings.ts';
import { acceptTls, type Accepting } from '../../../../proxy-runtime/tls/tls-acceptor.ts';
import { TlsServer } from '../../../../proxy-runtime/tls/tls-server.ts';
import { eventually } from '../../../support/eventually.ts';
import { RawSocket } from '../../../support/raw-socket.ts';

/** What the acceptor handed over. */
export interface Secured {
  readonly socket: TLSSocket;
  readonly raw: RawSocket;
  readonly tls: AcceptedTls;
  /** The name of the server that was chosen. */
  readonly server: string;
}

export interface TlsListener extends AsyncDisposable {
  readonly port: number;
  readonly accepting: readonly Accepting[];
  readonly secured: readonly Secured[];
  readonly plain: readonly RawSocket[];
  readonly failures: readonly string[];
  /** The connection of that number that was secured, the first is 0. */
  connection(index: number): Promise<Secured>;
  failure(index: number): Promise<string>;
  /** Loads other directives, as a reload does. */
  reload(servers: Readonly<Record<string, SslDirectives>>): void;
}

/** A listening socket with the acceptor behind it; the first of the servers is the default one. */
export async function startTlsListener(
  servers: Readonly<Record<string, SslDirectives>>,
  { clientHeaderTimeout = 60_000 } = {},
): Promise<TlsListener> {
  const sockets: Socket[] = [];
  const accepting: Accepting[] = [];
  const secured: Secured[] = [];
  const plain: RawSocket[] = [];
  const failures: string[] = [];
  let tls = load(servers);
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.push(socket);
    const now = tls;
    const listen = {
      defaultServer: [...now.keys()][0] ?? '',
      find: (name: string) => (now.has(name) ? name : undefined),
      tlsOf: (name: string) => now.get(name) ?? fail(name),
      clientHeaderTimeout,
    };
    const handlers = {
      secured: (tlsSocket: TLSSocket, info: AcceptedTls, name: string) =>
        secured.push({ socket: tlsSocket, raw: new RawSocket(tlsSocket), tls: info, server: name }),
      plain: (plainSocket: Socket) => plain.push(new RawSocket(plainSocket)),
      failed: (reason: string) => failures.push(reason),
    };
    accepting.push(acceptTls(socket, listen, handlers));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const seen = (): unknown => ({ secured: secured.length, plain: plain.length, failures });
  return {
    port: (server.address() as AddressInfo).port,
    accepting,
    secured,
    plain,
    failures,
    connection: (index) => eventually(`secured connection ${index}`, () => secured[index], seen),
    failure: (index) => eventually(`failure ${index}`, () => failures[index], seen),
    reload: (changed) => (tls = load(changed)),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function load(servers: Readonly<Record<string, SslDirectives>>): Map<string, TlsServer> {
  return new Map(Object.entries(servers).map(([name, ssl]) => [name, new TlsServer(sslSettings(ssl))]));
}

function fail(name: string): never {
  throw new Error(`no server ${name}`);
}
