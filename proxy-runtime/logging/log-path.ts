import { resolve } from 'node:path';
import { ConfigError } from '../config/config-error.ts';

/** A file's absolute path, or `stdout` or `stderr` for the process's own streams. */
export type LogPath = string;

/** nginx's users write these where the process's streams are meant; they can't be opened when they are sockets. */
const STREAMS: Readonly<Record<string, LogPath>> = {
  stdout: 'stdout',
  stderr: 'stderr',
  '/dev/stdout': 'stdout',
  '/dev/stderr': 'stderr',
};

/** @throws {@link ConfigError} */
export function logPath(path: string): LogPath {
  if (path === '') throw new ConfigError("is empty; name a file, or 'stdout' or 'stderr'");
  if (path.startsWith('syslog:')) {
    throw new ConfigError("is syslog, which this proxy can't write; name a file, or 'stdout' or 'stderr'");
  }
  return (Object.hasOwn(STREAMS, path) ? STREAMS[path] : undefined) ?? resolve(path);
}

export function isStream(path: LogPath): path is 'stdout' | 'stderr' {
  return path === 'stdout' || path === 'stderr';
}
