import { ConfigError } from '../../../config-error.ts';
import { number } from './values.ts';
import { readZone } from './zone.ts';

/** One of the caches of `ssl_session_cache`. @throws ConfigError */
export function sessionCache(text: string): void {
  const [, kind, rest] = /^(off|none|builtin|shared)(?::([^]*))?$/.exec(text) ?? [];
  if (kind === 'shared' && rest !== undefined) readZone(rest);
  else if (kind === 'builtin' && rest !== undefined) number(rest);
  else if (kind === undefined || kind === 'shared' || rest !== undefined) {
    throw new ConfigError(`${JSON.stringify(text)} is no session cache; it is off, none, builtin or shared:NAME:SIZE`);
  }
}
