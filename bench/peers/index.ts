import { findHaproxy } from './haproxy.ts';
import { findNginx, findNginxWithLog } from './nginx.ts';
import { findNodeProxy } from './node-proxy.ts';
import { findBare, findDeployed } from './ours.ts';
import type { Peer } from './peer.ts';

/** Every proxy that can be measured, in the order of the report. */
export const PEER_NAMES = ['nginx', 'nginx-log', 'haproxy', 'ours', 'ours-bare', 'http-proxy-3', 'httpxy'] as const;
export type PeerName = (typeof PEER_NAMES)[number];

/** The peers that are on this machine, and for each of the others why it isn't. */
export interface FoundPeers {
  readonly peers: readonly Peer[];
  readonly missing: readonly string[];
}

/** @param folder - takes the build of our server */
export function findPeers(names: readonly PeerName[], folder: string): FoundPeers {
  const found = names.map((name) => ({ name, peer: findPeer(name, folder) }));
  return {
    peers: found.flatMap(({ peer }) => (typeof peer === 'string' ? [] : [peer])),
    missing: found.flatMap(({ name, peer }) => (typeof peer === 'string' ? [`${name} is left out: ${peer}`] : [])),
  };
}

function findPeer(name: PeerName, folder: string): Peer | string {
  switch (name) {
    case 'nginx':
      return findNginx();
    case 'nginx-log':
      return findNginxWithLog();
    case 'haproxy':
      return findHaproxy();
    case 'ours':
      return findDeployed(folder);
    case 'ours-bare':
      return findBare(folder);
    default:
      return findNodeProxy(name);
  }
}
