import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type ConnectionOptions as TlsOptions } from 'node:tls';
import { Channel, type ChannelOwner } from '../net/channel.ts';
import type { UpstreamConnection } from '../upstream/keepalive-pool.ts';
import type { Peer } from '../upstream/peer.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { Exchange } from './exchange.ts';

/** One try at one backend address, as the access log shows it. */
export class Attempt {
  /** nginx's `$upstream_addr`. */
  readonly name: string;
  status: number | undefined;
  /** Milliseconds since its start. */
  connectTime: number | undefined;
  headerTime: number | undefined;
  responseTime: number | undefined;
  bytesSent = 0;
  bytesReceived = 0;
  readonly #startedAt = performance.now();

  constructor(name: string) {
    this.name = name;
  }

  get elapsed(): number {
    return performance.now() - this.#startedAt;
  }
}

/** Before the first TCP keep-alive probe: the kernel's own two hours are longer than any NAT gateway or firewall remembers a connection. */
const KEEPALIVE_DELAY_MS = 60_000;

/** Takes an idle connection to the peer, or opens one; `opened` is called only for one that had to be opened, when it is. */
export function connectTo(
  peer: Peer,
  upstream: Upstream,
  exchange: Exchange,
  owner: ChannelOwner,
  opened: () => void,
): { connection: UpstreamConnection; pooled: boolean } {
  const key = connectionKey(exchange);
  const idle = upstream.pool.take(peer, key);
  if (idle !== undefined) {
    idle.channel.owner = owner;
    idle.channel.resume();
    idle.requests++;
    return { connection: idle, pooled: true };
  }
  const socket = open(peer, exchange, opened);
  const connection = { channel: new Channel(socket, owner), peer, key, openedAt: performance.now(), requests: 1 };
  return { connection, pooled: false };
}

/** A TLS connection that was verified for one name is none for another. */
function connectionKey(exchange: Exchange): string {
  const { settings, proxyPass } = exchange;
  if (proxyPass?.scheme !== 'https') return 'http';
  return `https ${settings.proxySslVerify} ${settings.proxySslServerName} ${settings.proxySslName(exchange)}`;
}

function open(peer: Peer, exchange: Exchange, opened: () => void): Socket {
  const { settings, proxyPass } = exchange;
  // The address is a literal one: there is nothing to choose between.
  const options = { ...peer.address, autoSelectFamily: false, allowHalfOpen: true };
  const socket =
    proxyPass?.scheme === 'https' ? connectTls({ ...options, ...tlsOptions(exchange) }) : connectTcp(options);
  socket.once(proxyPass?.scheme === 'https' ? 'secureConnect' : 'connect', opened);
  if (settings.tcpNodelay) socket.setNoDelay(true);
  if (settings.proxySocketKeepalive) socket.setKeepAlive(true, KEEPALIVE_DELAY_MS);
  return socket;
}

function tlsOptions(exchange: Exchange): TlsOptions {
  const { settings } = exchange;
  const name = settings
    .proxySslName(exchange)
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return {
    servername: settings.proxySslServerName && isIP(name) === 0 ? name : '',
    rejectUnauthorized: settings.proxySslVerify,
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  };
}
