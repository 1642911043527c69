import { headerLines } from '../../../values/header-lines.ts';
import { everyLocation } from '../../../locations.ts';
import type { LocationDirectives, ProxyConfig, RewriteDirectives } from '../../../types.ts';
import { directive, type Directive } from '../syntax/line.ts';

/** nginx refuses a configuration whose names don't fit its hash tables, and says which to make larger; these are large enough. */
export function writeHashes(config: ProxyConfig): Directive[] {
  const { maps = {}, servers } = config;
  const levels: (LocationDirectives & RewriteDirectives)[] = [
    config,
    ...servers,
    ...servers.flatMap(({ locations }) => everyLocation(locations).map(({ location }) => location)),
  ];
  const variables = levels.flatMap(({ set, authRequestSet }) =>
    [set, authRequestSet].flatMap((of) => Object.keys(of ?? {})),
  );
  const headers = levels.flatMap(({ proxySetHeader = {}, proxyHideHeader = [] }) => [
    ...headerLines(proxySetHeader).map(({ name }) => name),
    ...proxyHideHeader,
  ]);
  return [
    ...hash('variables_hash', [...Object.keys(maps), ...variables], 1024),
    ...hash(
      'map_hash',
      Object.values(maps).flatMap(({ values }) => Object.keys(values)),
      2048,
    ),
    ...hash(
      'server_names_hash',
      servers.flatMap(({ serverName = '' }) => serverName),
      512,
    ),
    ...hash('proxy_headers_hash', [...new Set(headers)], 512),
  ];
}

/** Bytes of a bucket by default: a line of the processor's cache. */
const BUCKET = 64;

function hash(name: string, names: readonly string[], max: number): Directive[] {
  // An element is a pointer, its length and its name, and a bucket ends with a pointer.
  const largest = Math.max(0, ...names.map((text) => 24 + Math.ceil((Buffer.byteLength(text) + 2) / 8) * 8));
  const many = names.length * 4 > max;
  const bucket = powerOfTwo(Math.max(largest, many ? 2 * BUCKET : 0));
  return [
    ...(many ? [directive(`${name}_max_size`, powerOfTwo(names.length * 4))] : []),
    ...(bucket > BUCKET ? [directive(`${name}_bucket_size`, bucket)] : []),
  ];
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(BUCKET, atLeast)));
}
