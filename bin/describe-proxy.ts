import type { RunningProxy } from '../proxy-runtime/index.ts';

/** Where a proxy listens, as one line says it. */
export function describeProxy({ addresses, health }: RunningProxy): string {
  const places = addresses.map(({ host, port }) => `${host}:${port}`);
  return `listening on ${places.join(', ')}${health === undefined ? '' : `, health on ${health.host}:${health.port}`}`;
}
