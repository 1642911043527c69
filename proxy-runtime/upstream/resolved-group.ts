import { isIP } from 'node:net';
import { UPSTREAM_SERVER_DEFAULTS } from '../config/defaults.ts';
import { parseTime } from '../config/values/time.ts';
import type { UpstreamAddress } from '../config/values/upstream-address.ts';
import type { UpstreamServerSettings } from '../compile/upstreams.ts';
import { BalancedChoice } from './balanced-choice.ts';
import { ROUND_ROBIN } from './balancers.ts';
import { KeepalivePool } from './keepalive-pool.ts';
import { formatAddress, Peer, type PeerAddress } from './peer.ts';
import type { PeerChoice, PeerGroup } from './peer-group.ts';
import { Peers } from './peer-list.ts';
import { ResolveError } from './resolve-error.ts';
import type { Resolver } from './resolver.ts';

/** nginx keeps connections for upstream blocks only. */
const NO_POOL = new KeepalivePool({ keepalive: 0, keepaliveRequests: 0, keepaliveTime: 0, keepaliveTimeout: 0 });

/**
 * The peers of one request whose proxyPass has variables, and names no upstream block. They are made for it alone: what becomes of them is
 * no news for the next request.
 */
export class ResolvedGroup implements PeerGroup {
  readonly name: string;
  readonly pool = NO_POOL;
  readonly #peers: Peers;

  constructor(name: string, addresses: readonly PeerAddress[], target: UpstreamAddress) {
    this.name = name;
    const server: UpstreamServerSettings = { ...SERVER, name, address: target };
    const peers = addresses.map((address) => new Peer(server, formatPeer(address), address));
    this.#peers = new Peers(peers, () => undefined);
  }

  choose(): PeerChoice {
    return new BalancedChoice(this.#peers, ROUND_ROBIN);
  }
}

/** What nginx takes for a server that no `server` line describes. */
const SERVER = { ...UPSTREAM_SERVER_DEFAULTS, failTimeout: parseTime(UPSTREAM_SERVER_DEFAULTS.failTimeout) };

function formatPeer(address: PeerAddress): string {
  return 'path' in address ? `unix:${address.path}` : formatAddress(address.host, address.port);
}

/**
 * The group for a proxyPass with variables: at once for an address, later for a name. It rejects with {@link ResolveError}, for which nginx
 * answers 502.
 *
 * @param resolver - undefined where no `resolver` holds
 */
export function groupFor(target: UpstreamAddress, resolver: Resolver | undefined): PeerGroup | Promise<PeerGroup> {
  if (target.kind === 'unix') return new ResolvedGroup(`unix:${target.path}`, [{ path: target.path }], target);
  const { host, port } = target;
  if (isIP(host) !== 0) return new ResolvedGroup(host, [{ host, port }], target);
  return resolver === undefined ? Promise.reject(ResolveError.noResolver(host)) : resolve(target, resolver);
}

async function resolve(target: UpstreamAddress & { readonly kind: 'tcp' }, resolver: Resolver): Promise<PeerGroup> {
  const { host, port } = target;
  const { addresses } = await resolver.resolve(host);
  const start = Math.floor(Math.random() * addresses.length);
  const turned = [...addresses.slice(start), ...addresses.slice(0, start)];
  return new ResolvedGroup(
    host,
    turned.map((address) => ({ host: address, port })),
    target,
  );
}
