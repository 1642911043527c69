import { nodeZlib } from '../node/builtins.ts';
import { PeerList } from './peer-list.ts';

const POINTS_PER_WEIGHT = 160;

const rings = new WeakMap<PeerList, HashRing>();

/** The ring of a list; made once, because it takes thousands of hashes. */
export function ringOf(list: PeerList): HashRing {
  const known = rings.get(list);
  if (known !== undefined) return known;
  const ring = new HashRing(list);
  rings.set(list, ring);
  return ring;
}

/** ketama's ring as Cache::Memcached::Fast and nginx make it, so that a key goes to the same server with each of them. */
export class HashRing {
  readonly #hashes: Uint32Array;
  /** At each point, the peers of its server: a name may stand for several addresses. */
  readonly #servers: readonly PeerList[];

  constructor(list: PeerList) {
    const names = new Set(list.peers.map((peer) => peer.server.name));
    const all = [...names].flatMap((name) => {
      const server = new PeerList(list.peers.filter((peer) => peer.server.name === name));
      const weight = Math.max(...server.peers.map((peer) => peer.server.weight));
      return pointsOf(name, weight * POINTS_PER_WEIGHT).map((hash) => ({ hash, server }));
    });
    all.sort((a, b) => a.hash - b.hash);
    const points = all.filter(({ hash }, index) => index === 0 || hash !== all[index - 1]?.hash);
    this.#hashes = Uint32Array.from(points, ({ hash }) => hash);
    this.#servers = points.map(({ server }) => server);
  }

  /** The index of the first point at or behind a key's hash, which may be one too far: the ring begins again there. */
  find(hash: number): number {
    let from = 0;
    let to = this.#hashes.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.#hashes[middle] ?? 0) < hash) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The peers of the server at a point, counted round and round; undefined on an empty ring. */
  at(index: number): PeerList | undefined {
    return this.#servers[index % this.#servers.length];
  }
}

/** crc32(HOST \0 PORT PREVIOUS), the first PREVIOUS being 0. */
function pointsOf(name: string, count: number): number[] {
  const [, host = name, port = ''] = /^(.*):(\d*)$/s.exec(name) ?? [];
  const base = name.toLowerCase().startsWith('unix:')
    ? nodeZlib().crc32(`${name.slice('unix:'.length)}\0`)
    : nodeZlib().crc32(`${host}\0${port}`);
  const previous = Buffer.alloc(4);
  return Array.from({ length: count }, () => {
    const hash = nodeZlib().crc32(previous, base);
    previous.writeUInt32LE(hash);
    return hash;
  });
}
