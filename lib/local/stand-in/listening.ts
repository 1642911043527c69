import type { ListeningAddress } from '../../../proxy-runtime/index.ts';
import type { TargetAddress } from './health-check.ts';

/** Where a configured port is on this machine. */
export function findPort(
  addresses: readonly (ListeningAddress | undefined)[],
  port: number,
): TargetAddress | undefined {
  // The health endpoint's has its path at the end
  const found = addresses.find((address) => Number(/:(\d+)(?=\/|$)/.exec(address?.configured ?? '')?.[1]) === port);
  return found && { host: found.host, port: found.port };
}
