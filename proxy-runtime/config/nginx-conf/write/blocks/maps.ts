import type { MapConfig } from '../../../types.ts';
import { block, directive, type Directive } from '../syntax/line.ts';

export function writeMaps(maps: Readonly<Record<string, MapConfig>>): Directive[] {
  return Object.entries(maps).map(([name, map]) => block('map', [map.source, name], writeMap(map)));
}

function writeMap({ hostnames, volatile, default: fallback, values }: MapConfig): Directive[] {
  return [
    ...(hostnames === true ? [directive('hostnames')] : []),
    ...(volatile === true ? [directive('volatile')] : []),
    ...(fallback === undefined ? [] : [directive('default', fallback)]),
    ...Object.entries(values).map(([key, value]) => directive(escapeKey(key), value)),
  ];
}

/** nginx's own words, and what begins with a backslash that isn't one before `~`, begin with one more. */
function escapeKey(key: string): string {
  if (key.startsWith('\\~')) return key;
  return /^(?:default|hostnames|include|volatile)$|^\\/.test(key) ? `\\${key}` : key;
}
