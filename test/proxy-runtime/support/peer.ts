import type { UpstreamServerSettings } from '../../../proxy-runtime/config/upstreams.ts';
import { Peer } from '../../../proxy-runtime/upstream/peer.ts';

/** A peer that nobody ever connects to. */
export function peer(name: string, settings: Partial<UpstreamServerSettings> = {}): Peer {
  const address = { host: '127.0.0.1', port: 1 };
  return new Peer(
    {
      name,
      address: { kind: 'tcp', ...address },
      weight: 1,
      maxConns: 0,
      maxFails: 1,
      failTimeout: 10_000,
      backup: false,
      down: false,
      resolve: false,
      ...settings,
    },
    name,
    address,
  );
}
