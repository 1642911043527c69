import { ConfigError } from '../../../config-error.ts';
import { parseSize } from '../../../values/size.ts';
import { number, size } from './values.ts';

/** What nginx keeps in memory its processes share. */
export interface Zone {
  readonly name: string;
  readonly size: string;
}

/** Reads `NAME:SIZE`. */
export function readZone(text: string): Zone {
  const [, name = '', written = ''] = /^([^:]+):([^]*)$/.exec(text) ?? [];
  if (name === '')
    throw new ConfigError(`${JSON.stringify(text)} is not a zone; write its name and size, such as one:10m`);
  checkZoneSize(name, written);
  return { name, size: written };
}

/** Eight memory pages, which nginx needs for a zone. */
export const SMALLEST_ZONE = 32 * 1024;

/** @throws ConfigError */
export function checkZoneSize(name: string, written: string): void {
  if (parseSize(size(written)) < SMALLEST_ZONE) {
    throw new ConfigError(`the zone ${JSON.stringify(name)} is too small with ${written}; 32k is the least`);
  }
}

/** Checks one of the caches of `ssl_session_cache`. @throws ConfigError */
export function checkSessionCache(text: string): void {
  const [, kind, rest] = /^(off|none|builtin|shared)(?::([^]*))?$/.exec(text) ?? [];
  if (kind === 'shared' && rest !== undefined) readZone(rest);
  else if (kind === 'builtin' && rest !== undefined) number(rest);
  else if (kind === undefined || kind === 'shared' || rest !== undefined) {
    throw new ConfigError(`${JSON.stringify(text)} is no session cache; it is off, none, builtin or shared:NAME:SIZE`);
  }
}
