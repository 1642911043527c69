import { everyLocation } from '../config/locations.ts';
import type { LogDirectives, ProxyConfig } from '../config/types.ts';
import { logPath, type LogPath } from '../logging/log-path.ts';

/** Where all logs of a configuration go. */
export function logPaths(config: ProxyConfig): Set<LogPath> {
  const paths = new Set<LogPath>();
  const add = ({ accessLog, errorLog }: LogDirectives): void => {
    for (const target of [accessLog ?? [], errorLog ?? []].flat(2)) {
      if (typeof target === 'object') paths.add(logPath(target.path));
    }
  };
  add(config);
  for (const server of config.servers) {
    add(server);
    for (const { location } of everyLocation(server.locations)) add(location);
  }
  return paths;
}
