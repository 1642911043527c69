import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { splitIpPort } from '../config/values/host-port.ts';
import type { Channel, ChannelOwner } from '../net/channel.ts';
import { SocketChannel } from '../net/socket-channel.ts';
import { connectHandle } from '../net/tcp/connect.ts';
import { usedBinding } from '../net/tcp/fast-path.ts';
import type { UpstreamConnection } from '../upstream/keepalive-pool.ts';
import type { PeerGroup } from '../upstream/peer-group.ts';
import type { Peer, PeerAddress } from '../upstream/peer.ts';
import type { RequestContext } from './request-context.ts';

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
  context: RequestContext,
  owner: ChannelOwner,
  opened: () => void,
): { connection: UpstreamConnection; pooled: boolean } | undefined {
  const key = connectionKey(context);
  const idle = group.pool.take(peer, key);
  if (idle !== undefined) {
    idle.channel.owner = owner;
    idle.channel.resume();
    idle.requests++;
    return { connection: idle, pooled: true };
  }
  const { budget } = context.cycle;
  if (!budget.makeRoom()) return undefined;
  const channel = open(peer, context, owner, opened);
  budget.count(channel);
  const connection = { channel, peer, key, openedAt: performance.now(), requests: 1 };
  return { connection, pooled: false };
}

/** A TLS connection that was verified for one name is none for another. */
function connectionKey(context: RequestContext): string {
  if (context.proxyPass?.scheme !== 'https') return 'http';
  const { proxySsl, proxySslName } = context.settings;
  return context.cycle.upstreamTls(proxySsl).key(proxySslName(context));
}

function open({ address }: Peer, context: RequestContext, owner: ChannelOwner, opened: () => void): Channel {
  const { settings, proxyPass } = context;
  const secure = proxyPass?.scheme === 'https';
  const binding = usedBinding();
  const channel =
    binding !== undefined && !secure && settings.proxyBind === undefined && 'host' in address
      ? connectHandle(binding, address, owner, opened)
      : new SocketChannel(openSocket(address, context, secure, opened), owner);
  if (settings.tcpNodelay) channel.setNoDelay(true);
  if (settings.proxySocketKeepalive) channel.keepAlive(KEEPALIVE_DELAY);
  return channel;
}

function openSocket(address: PeerAddress, context: RequestContext, secure: boolean, opened: () => void): Socket {
  // The address is a literal one: there is nothing to choose between.
  const options = { ...address, ...localAddress(context), autoSelectFamily: false, allowHalfOpen: true };
  const socket = secure
    ? context.cycle.upstreamTls(context.settings.proxySsl).connect(options, context.settings.proxySslName(context))
    : connectTcp(options);
  socket.once(secure ? 'secureConnect' : 'connect', opened);
  return socket;
}

/** nginx's `proxy_bind`; an empty value, or one that is no address, binds to none. */
function localAddress(context: RequestContext): { localAddress?: string; localPort?: number } {
  const text = context.settings.proxyBind?.(context);
  if (text === undefined) return {};
  const { ip, port } = splitIpPort(text);
  if (isIP(ip) === 0) return {};
  return port === undefined ? { localAddress: ip } : { localAddress: ip, localPort: Number(port) };
}
