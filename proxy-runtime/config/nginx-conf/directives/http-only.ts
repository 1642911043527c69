import { ConfigError } from '../../config-error.ts';
import type { HTTP_ONLY } from '../../directives/http-only.ts';
import type { HttpOnlyDirectives, Size } from '../../types.ts';
import { parseSize } from '../../values/size.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { errorAt, type Directive } from '../read/syntax/directive.ts';
import { readParameters } from '../read/values/parameters.ts';
import { oneOf, valueOf } from '../read/values/values.ts';
import { readZone, SMALLEST_ZONE, type Zone } from '../read/values/zone.ts';
import { directive } from '../write/syntax/line.ts';
import { formatSize } from '../write/writers.ts';
import type { Writing } from '../write/writing.ts';
import type { Forms } from './form.ts';

/** What stands in the http block only. */
export const HTTP_ONLY_FORMS: Forms<HttpOnlyDirectives, typeof HTTP_ONLY, HttpLevel> = {
  logFormats: {
    directives: { log_format: { args: '2+', repeats: true, read: readLogFormat } },
    write: (formats) =>
      Object.entries(formats).map(([name, { format, escape }]) => {
        const stated = escape ?? (format.startsWith('escape=') ? 'default' : undefined);
        return directive('log_format', name, ...(stated === undefined ? [] : [`escape=${stated}`]), format);
      }),
  },
  limitConnZone: {
    read: { args: '2', repeats: true, read: readLimitConnZone },
    write: (zones, { writing }, directiveName) =>
      Object.entries(zones).map(([name, { key, size }]) =>
        directive(directiveName, key, `zone=${name}:${zoneSize(name, size, writing)}`),
      ),
  },
  limitReqZone: {
    read: { args: '3', repeats: true, read: readLimitReqZone },
    write: (zones, { writing }, directiveName) =>
      Object.entries(zones).map(([name, { key, size, rate }]) =>
        directive(directiveName, key, `zone=${name}:${zoneSize(name, size, writing)}`, `rate=${rate}`),
      ),
  },
};

function readLogFormat(directive: Directive, level: HttpLevel): void {
  const [name = '', ...strings] = directive.args;
  const { logFormats } = level.reading;
  if (logFormats.get(name.toLowerCase()) === name) {
    throw errorAt(directive, `duplicate "log_format" name ${JSON.stringify(name)}`);
  }
  const escape = /^escape=([^]*)$/.exec(strings[0] ?? '')?.[1];
  const options =
    escape === undefined ? {} : { escape: valueOf(directive, escape, oneOf(['default', 'json', 'none'])) };
  const format = strings.slice(escape === undefined ? 0 : 1).join('');
  if (!logFormats.has(name.toLowerCase())) logFormats.set(name.toLowerCase(), name);
  level.putEntry('logFormats', name, { format, ...options }, directive);
}

function readLimitConnZone(directive: Directive, level: HttpLevel): void {
  const [key = '', ...args] = directive.args;
  let zone: Zone | undefined;
  readParameters(directive, args, { 'zone=': (value) => (zone = readZone(value)) });
  const { name, size } = named(directive, zone, level.values.limitConnZone);
  level.putEntry('limitConnZone', name, { key, size }, directive);
}

function readLimitReqZone(directive: Directive, level: HttpLevel): void {
  const [key = '', ...args] = directive.args;
  let zone: Zone | undefined;
  let rate = '1r/s';
  readParameters(directive, args, {
    'zone=': (value) => (zone = readZone(value)),
    'rate=': (value) => (rate = readRate(value)),
  });
  const { name, size } = named(directive, zone, level.values.limitReqZone);
  level.putEntry('limitReqZone', name, { key, size, rate }, directive);
}

function named(directive: Directive, zone: Zone | undefined, zones: object | undefined): Zone {
  if (zone === undefined) throw errorAt(directive, `"${directive.name}" must have a zone=NAME:SIZE`);
  if (Object.hasOwn(zones ?? {}, zone.name)) {
    throw errorAt(directive, `"${directive.name}": the zone ${JSON.stringify(zone.name)} has a key already`);
  }
  return zone;
}

function readRate(text: string): string {
  const [, digits = '', unit = '/s'] = /^(\d+)(?:r(\/[sm]))?$/.exec(text) ?? [];
  if (Number(digits) === 0) {
    throw new ConfigError(`${JSON.stringify(text)} is not a rate; write 10r/s, or 30r/m for less than one in a second`);
  }
  return `${digits}r${unit}`;
}

function zoneSize(name: string, size: Size, writing: Writing): string {
  if (parseSize(size) >= SMALLEST_ZONE) return formatSize(size);
  writing.notice(`zone ${name}: nginx has none of less than 32k, so it remembers more than this proxy`);
  return '32k';
}
