import type { RunningProxy } from '../peers/running-proxy.ts';

const SAMPLE = /^wsproxy_tunnels\{worker="\d+"\} (\d+)$/gm;

/** The open tunnels of each worker, by the proxy's own metrics; none for a proxy that has none. */
export async function tunnelsByWorker({ peer, ports }: Pick<RunningProxy, 'peer' | 'ports'>): Promise<number[]> {
  if (peer.hasMetrics !== true) return [];
  const response = await fetch(`http://127.0.0.1:${ports.health}/metrics`, { headers: { connection: 'close' } });
  const text = await response.text();
  return [...text.matchAll(SAMPLE)].map(([, tunnels]) => Number(tunnels));
}
