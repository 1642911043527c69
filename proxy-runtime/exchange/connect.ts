import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Channel, ChannelOwner } from '../net/channel.ts';
import { SocketChannel } from '../net/socket-channel.ts';
import { connectHandle } from '../net/tcp/connect.ts';
import { usedBinding } from '../net/tcp/fast-path.ts';
import type { UpstreamConnection } from '../upstream/keepalive-pool.ts';
import type { PeerGroup } from '../upstream/peer-group.ts';
import type { Peer, PeerAddress } from '../upstream/peer.ts';
import type { Asker } from './asker.ts';

/** Before the first TCP keep-alive probe: the kernel's own two hours are longer than any NAT gateway or firewall remembers a connection. */
const KEEPALIVE_DELAY = 60;

/**
 * Takes an idle connection to the peer, or opens one; `opened` is called only for one that had to be opened, when it is.
 *
 * @returns undefined where `worker_connections` allows no more
 */
export function connectTo(
  peer: Peer,
  group: PeerGroup,
  asker: Asker,
  owner: ChannelOwner,
  opened: () => void,
): { connection: UpstreamConnection; pooled: boolean } | undefined {
  const key = connectionKey(asker);
  const idle = group.pool.take(peer, key);
  if (idle !== undefined) {
    idle.channel.owner = owner;
    idle.channel.resume();
    idle.requests++;
    return { connection: idle, pooled: true };
  }
  const { budget } = asker.cycle;
  if (!budget.makeRoom()) return undefined;
  const channel = open(peer, asker, owner, opened);
  budget.count(channel);
  const connection = { channel, peer, key, openedAt: performance.now(), requests: 1 };
  return { connection, pooled: false };
}

/** A TLS connection that was verified for one name is none for another. */
function connectionKey(asker: Asker): string {
  if (asker.proxyPass?.scheme !== 'https') return 'http';
  const { proxySsl, proxySslName } = asker.settings;
  return asker.cycle.upstreamTls(proxySsl).key(proxySslName(asker));
}

function open({ address }: Peer, asker: Asker, owner: ChannelOwner, opened: () => void): Channel {
  const { settings, proxyPass } = asker;
  const secure = proxyPass?.scheme === 'https';
  const binding = usedBinding();
  const channel =
    binding !== undefined && !secure && settings.proxyBind === undefined && 'host' in address
      ? connectHandle(binding, address, owner, opened)
      : new SocketChannel(openSocket(address, asker, secure, opened), owner);
  if (settings.tcpNodelay) channel.setNoDelay(true);
  if (settings.proxySocketKeepalive) channel.keepAlive(KEEPALIVE_DELAY);
  return channel;
}

function openSocket(address: PeerAddress, asker: Asker, secure: boolean, opened: () => void): Socket {
  // The address is a literal one: there is nothing to choose between.
  const options = { ...address, ...localAddress(asker), autoSelectFamily: false, allowHalfOpen: true };
  const socket = secure
    ? asker.cycle.upstreamTls(asker.settings.proxySsl).connect(options, asker.settings.proxySslName(asker))
    : connectTcp(options);
  socket.once(secure ? 'secureConnect' : 'connect', opened);
  return socket;
}

/** nginx's `proxy_bind`; an empty value, or one that is no address, binds to none. */
function localAddress(asker: Asker): { localAddress?: string; localPort?: number } {
  const text = asker.settings.proxyBind?.(asker);
  if (text === undefined) return {};
  const [, v6, v4, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  const address = v6 ?? v4 ?? text;
  if (isIP(address) === 0) return {};
  return port === undefined ? { localAddress: address } : { localAddress: address, localPort: Number(port) };
}
