import { parseSize } from '../../../values/size.ts';
import type { ProxyConfig, Size } from '../../../types.ts';
import { formatSize } from '../directives/writers.ts';
import { directive, type Directive } from '../syntax/line.ts';
import type { Writing } from '../writing.ts';

export function writeZones({ limitConnZone, limitReqZone }: ProxyConfig, writing: Writing): Directive[] {
  return [
    ...Object.entries(limitConnZone ?? {}).map(([name, { key, size }]) =>
      directive('limit_conn_zone', key, `zone=${name}:${zoneSize(name, size, writing)}`),
    ),
    ...Object.entries(limitReqZone ?? {}).map(([name, { key, size, rate }]) =>
      directive('limit_req_zone', key, `zone=${name}:${zoneSize(name, size, writing)}`, `rate=${rate}`),
    ),
  ];
}

/** Eight memory pages. */
const SMALLEST = 32 * 1024;

function zoneSize(name: string, size: Size, writing: Writing): string {
  if (parseSize(size) >= SMALLEST) return formatSize(size);
  writing.notice(`zone ${name}: nginx has none of less than 32k, so it remembers more than this proxy`);
  return '32k';
}
