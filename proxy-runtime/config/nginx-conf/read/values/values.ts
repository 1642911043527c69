import { ConfigError } from '../../../config-error.ts';
import { TLS_VERSIONS } from '../../../directives/ssl.ts';
import { parseSize } from '../../../values/size.ts';
import { parseTime } from '../../../values/time.ts';
import type { Flag } from '../../../types.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';

/** Reads an argument of a directive, and says of the directive what is wrong with it. */
export function valueOf<T>(directive: Directive, text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw errorAt(directive, `"${directive.name}": ${error.reason}`);
  }
}

/** nginx takes on and off in capitals, too. */
export function flag(text: string): Flag {
  return text.toLowerCase() as Flag;
}

/** A time of nginx's directives that count milliseconds. */
export function milliseconds(text: string): string {
  parseTime(text);
  if (/[yM]/.test(text))
    throw new ConfigError(`${JSON.stringify(text)} has years or months; the largest unit here is w`);
  return text;
}

/** A time of nginx's directives that count seconds. */
export function seconds(text: string): string {
  parseTime(text);
  if (text.includes('ms'))
    throw new ConfigError(`${JSON.stringify(text)} has milliseconds; the smallest unit here is s`);
  return text;
}

/** A size in memory. */
export function size(text: string): string {
  parseSize(text);
  if (/g$/i.test(text)) throw new ConfigError(`${JSON.stringify(text)} has the unit g; the largest here is m`);
  return text;
}

/** A size of which 0 makes no sense. */
export function positiveSize(text: string): number {
  const bytes = parseSize(size(text));
  if (bytes === 0) throw new ConfigError('must be more than 0');
  return bytes;
}

/** A size that may exceed memory, such as that of a body. */
export function offset(text: string): string {
  parseSize(text);
  return text;
}

export function number(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new ConfigError(`${JSON.stringify(text)} is not a number`);
  return value;
}

/** A number of which 0 makes no sense. */
export function positive(text: string): number {
  const value = number(text);
  if (value === 0) throw new ConfigError('must be more than 0');
  return value;
}

export function text(value: string): string {
  return value;
}

/** One of several words, in capitals or not. */
export function oneOf<const T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
    if (word === undefined) throw new ConfigError(`${JSON.stringify(text)} is not one of ${words.join(', ')}`);
    return word;
  };
}

/** A version of TLS. */
export const tlsVersion = oneOf(TLS_VERSIONS);
export const NO_TLS_VERSIONS = {
  sslv2: 'is not offered: no OpenSSL has it any more',
  sslv3: 'is not offered: no OpenSSL has it any more',
};

/** nginx's `keepalive_requests`, which closes after one request for 0 as it does for 1. */
export function requests(text: string): number {
  return Math.max(1, number(text));
}

/** nginx's own beside those that are here: their values are not to be had, and their names are taken all the same. */
const ELSEWHERE = new Set([
  ...[
    'date_gmt',
    'date_local',
    'document_root',
    'realpath_root',
    'request_filename',
    'request_body',
    'request_body_file',
  ],
  ...['fastcgi_script_name', 'fastcgi_path_info'],
  ...['connections_active', 'connections_reading', 'connections_writing', 'connections_waiting'],
  ...['tcpinfo_rtt', 'tcpinfo_rttvar', 'tcpinfo_snd_cwnd', 'tcpinfo_rcv_space'],
]);

/** The name of a variable, `$` included. */
export function variableName(text: string): string {
  if (!/^\$\w+$/.test(text)) {
    throw new ConfigError(`${JSON.stringify(text)} is not the name of a variable; write it with $, such as $backend`);
  }
  if (ELSEWHERE.has(text.slice(1).toLowerCase())) {
    throw new ConfigError(`${text} is a variable of nginx's own; take another name`);
  }
  return text;
}
