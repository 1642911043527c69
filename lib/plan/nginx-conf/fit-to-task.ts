import { withoutPort } from '../../../proxy-runtime/config/index.ts';
import type { ContainerPlan } from '../deployment-plan.ts';
import { mapLevels, type PlacedConfig } from './levels.ts';
import { isLoopback } from './listens.ts';
import { logToContainer } from './logs.ts';
import type { Warn } from './plan-warning.ts';

/** Replaces what would need a machine of its own: its files, its DNS server. */
export function fitToTask(
  config: PlacedConfig,
  { readonlyRootFilesystem }: Pick<ContainerPlan, 'readonlyRootFilesystem'>,
  warn: Warn,
): PlacedConfig {
  const logged = logToContainer(config, warn);
  return useSystemResolver(readonlyRootFilesystem ? streamBodies(logged, warn) : logged, warn);
}

/** What a task can't put into files would have to be held in memory. */
function streamBodies(config: PlacedConfig, warn: Warn): PlacedConfig {
  const places: string[] = [];
  const streamed = mapLevels(config, (level, place) => {
    if (level.proxyRequestBuffering !== 'on') return level;
    places.push(place);
    return { ...level, proxyRequestBuffering: 'off' };
  });
  if (places.length > 0) {
    const inner = places.some((place) => place !== '');
    const at = inner ? `${places.map((place) => (place === '' ? 'http' : place)).join('; ')}: ` : '';
    warn(
      'RequestBuffering',
      `${at}proxy_request_buffering is off instead of on: the root filesystem is read-only, so bodies are streamed`,
    );
  }
  return streamed;
}

/** Docker's 127.0.0.11 and other servers of nginx's own machine are not in a task. */
function useSystemResolver(config: PlacedConfig, warn: Warn): PlacedConfig {
  const local = new Set<string>();
  const changed = mapLevels(config, (level) => {
    const { addresses = [], ...rest } = level.resolver ?? {};
    const kept = addresses.filter((address) => !isLoopback(withoutPort(address)));
    if (kept.length === addresses.length) return level;
    for (const address of addresses.filter((each) => !kept.includes(each))) local.add(address);
    return { ...level, resolver: { ...rest, ...(kept.length > 0 && { addresses: kept }) } };
  });
  if (local.size > 0) {
    warn('Resolver', `resolver ${[...local].join(' ')} is not in a task; the VPC's own is asked instead`);
  }
  return changed;
}
