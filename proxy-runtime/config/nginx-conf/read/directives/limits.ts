import { ConfigError } from '../../../config-error.ts';
import { directives } from '../grammar/table.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';
import { readParameters } from '../values/parameters.ts';
import { scalar } from '../values/scalar.ts';
import { flag, number, oneOf, positive, valueOf } from '../values/values.ts';
import { readZone, type Zone } from './zone.ts';
import type { HttpLevel } from './values-of-levels.ts';

const HSL = 'http server location';
const LEVELS = oneOf(['info', 'notice', 'warn', 'error']);

/** nginx's modules limit_conn and limit_req. */
export const LIMITS = [
  ...directives<HttpLevel>('repeated http', '2', 'limit_conn_zone', (directive, level) => {
    const [key = '', ...args] = directive.args;
    let zone: Zone | undefined;
    readParameters(directive, args, { 'zone=': (value) => (zone = readZone(value)) });
    const { name, size } = named(directive, zone, level.values.limitConnZone);
    level.putEntry('limitConnZone', name, { key, size }, directive);
  }),
  ...directives<HttpLevel>('repeated http', '3', 'limit_req_zone', (directive, level) => {
    const [key = '', ...args] = directive.args;
    let zone: Zone | undefined;
    let rate = '1r/s';
    readParameters(directive, args, {
      'zone=': (value) => (zone = readZone(value)),
      'rate=': (value) => (rate = readRate(value)),
    });
    const { name, size } = named(directive, zone, level.values.limitReqZone);
    level.putEntry('limitReqZone', name, { key, size, rate }, directive);
  }),
  ...directives<HttpLevel>(`repeated ${HSL}`, '2', 'limit_conn', (directive, level) => {
    const [zone = '', limit = ''] = directive.args;
    if (Object.hasOwn(level.values.limitConn ?? {}, zone)) throw duplicate(directive, zone);
    const most = valueOf(directive, limit, positive);
    if (most > 65_535) throw errorAt(directive, `"limit_conn": ${most} connections are more than 65535, nginx's most`);
    level.putEntry('limitConn', zone, most, directive);
  }),
  ...directives<HttpLevel>(`repeated ${HSL}`, '1-3', 'limit_req', (directive, level) => {
    let zone: string | undefined;
    const options: { burst?: number; nodelay?: true; delay?: number } = {};
    readParameters(directive, directive.args, {
      'zone=': (value) => (zone = value),
      'burst=': (value) => (options.burst = positive(value)),
      'delay=': (value) => (options.delay = positive(value)),
      nodelay: () => (options.nodelay = true),
    });
    if (zone === undefined) throw errorAt(directive, '"limit_req" must have a zone=');
    if (level.values.limitReq?.some((other) => other.zone === zone) === true) throw duplicate(directive, zone);
    level.append('limitReq', { zone, ...options }, directive);
  }),
  ...directives<HttpLevel>(HSL, '1', 'limit_conn_status limit_req_status', scalar(status)),
  ...directives<HttpLevel>(HSL, '1', 'limit_conn_log_level limit_req_log_level', scalar(LEVELS)),
  ...directives<HttpLevel>(HSL, 'flag', 'limit_conn_dry_run limit_req_dry_run', scalar(flag)),
];

function named(directive: Directive, zone: Zone | undefined, zones: object | undefined): Zone {
  if (zone === undefined) throw errorAt(directive, `"${directive.name}" must have a zone=NAME:SIZE`);
  if (Object.hasOwn(zones ?? {}, zone.name)) {
    throw errorAt(directive, `"${directive.name}": the zone ${JSON.stringify(zone.name)} has a key already`);
  }
  return zone;
}

function duplicate(directive: Directive, zone: string): ConfigError {
  return errorAt(directive, `"${directive.name}" directive is duplicate for the zone ${JSON.stringify(zone)}`);
}

function readRate(text: string): string {
  const [, digits = '', unit = '/s'] = /^(\d+)(?:r(\/[sm]))?$/.exec(text) ?? [];
  if (Number(digits) === 0) {
    throw new ConfigError(`${JSON.stringify(text)} is not a rate; write 10r/s, or 30r/m for less than one in a second`);
  }
  return `${digits}r${unit}`;
}

function status(text: string): number {
  const code = number(text);
  if (code < 400 || code > 599) throw new ConfigError(`${text} is not a status from 400 to 599`);
  return code;
}
