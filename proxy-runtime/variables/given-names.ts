import { captureNames } from '../routing/regex.ts';
import type { Locations, ProxyConfig } from '../config/types.ts';

/** The names, without `$`, of all variables that `set`, `authRequestSet` and named groups of regular expressions give to requests. */
export function givenNames(config: ProxyConfig): Set<string> {
  const names = new Set<string>();
  const addKeys = (variables: Readonly<Record<string, string>> = {}): void => {
    for (const key of Object.keys(variables)) names.add(key.slice(1));
  };
  const addCaptures = (text: string): void => {
    if (text.startsWith('~')) for (const name of captureNames(text)) names.add(name);
  };
  const addLocations = (locations: Locations = {}): void => {
    for (const [key, location] of Object.entries(locations)) {
      addCaptures(key);
      addKeys(location.set);
      addKeys(location.authRequestSet);
      addLocations(location.locations);
    }
  };
  addKeys(config.authRequestSet);
  for (const { values } of Object.values(config.maps ?? {})) Object.keys(values).forEach(addCaptures);
  for (const server of config.servers) {
    [server.serverName ?? ''].flat().forEach(addCaptures);
    addKeys(server.set);
    addKeys(server.authRequestSet);
    addLocations(server.locations);
  }
  return names;
}
