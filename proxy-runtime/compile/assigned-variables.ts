import { captureNames } from '../variables/regex.ts';
import { everyLocation } from '../config/locations.ts';
import type { LocationDirectives, ProxyConfig, RewriteDirectives } from '../config/types.ts';
import { ARGS, variableName } from '../variables/names.ts';

/** The names, in lower case, of all variables that `set`, `authRequestSet` and named groups of regular expressions give to requests. */
export function assignedVariables(config: ProxyConfig): Set<string> {
  const names = new Set<string>();
  const addKeys = (variables: Readonly<Record<string, string>> = {}): void => {
    for (const key of Object.keys(variables)) names.add(variableName(key));
  };
  const addCaptures = (text: string): void => {
    const [, source] = /^~\*?\s*([^]*)$/.exec(text) ?? [];
    if (source !== undefined) for (const name of captureNames(source)) names.add(name);
  };
  const addLevel = ({ set, authRequestSet, proxyRedirect }: LocationDirectives & RewriteDirectives): void => {
    addKeys(set);
    addKeys(authRequestSet);
    if (proxyRedirect === undefined || typeof proxyRedirect === 'string') return;
    for (const rule of proxyRedirect) if (rule !== 'default') addCaptures(rule.from);
  };
  addLevel(config);
  for (const { values } of Object.values(config.maps ?? {})) Object.keys(values).forEach(addCaptures);
  for (const server of config.servers) {
    [server.serverName ?? ''].flat().forEach(addCaptures);
    addLevel(server);
    for (const { key, location } of everyLocation(server.locations)) {
      addCaptures(key);
      addLevel(location);
    }
  }
  // It has its value from the URI, whatever else is called so.
  names.delete(ARGS);
  return names;
}
