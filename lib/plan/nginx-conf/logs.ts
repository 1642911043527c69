import type { AccessLogTarget, ErrorLogTarget, LocationDirectives } from '../../../proxy-runtime/config/index.ts';
import { mapLevels, type PlacedConfig } from './levels.ts';
import type { Warn } from './plan-warning.ts';

/** Sends what is logged to files where a container's logs are taken from, with formats and levels as they are. */
export function logToContainer(config: PlacedConfig, warn: Warn): PlacedConfig {
  const files = new Set<string>();
  const moved = mapLevels(config, (level) => ({
    ...level,
    ...accessLog(level.accessLog, files),
    ...errorLog(level.errorLog, files),
  }));
  if (files.size > 0) {
    warn('Logs', `${[...files].join(', ')}: logs go to the log group instead of files, by stdout and stderr`);
  }
  return moved;
}

function accessLog(given: LocationDirectives['accessLog'], files: Set<string>): LocationDirectives {
  if (given === undefined || typeof given === 'string') return {};
  return { accessLog: moved<AccessLogTarget>([given].flat(), 'stdout', files) };
}

function errorLog(given: LocationDirectives['errorLog'], files: Set<string>): LocationDirectives {
  return given === undefined ? {} : { errorLog: moved<ErrorLogTarget>([given].flat(), 'stderr', files) };
}

/** Two files can become one stream, which takes a line once. */
function moved<T extends { readonly path: string }>(targets: readonly T[], stream: string, files: Set<string>): T[] {
  const seen = new Map<string, T>();
  for (const target of targets) {
    const stays = target.path === 'stdout' || target.path === 'stderr' || target.path.startsWith('/dev/');
    if (!stays) files.add(target.path);
    const result = stays ? target : { ...target, path: stream };
    seen.set(JSON.stringify(result), result);
  }
  return [...seen.values()];
}
