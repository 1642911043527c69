import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { LOCATION_DEFAULTS, SERVER_DEFAULTS } from './defaults.ts';
import { at } from './at.ts';
import { parseSize } from './size.ts';
import { parseTime } from './time.ts';
import type { LocationDirectives, NextUpstreamCondition, ServerDirectives, Time } from './types.ts';

/** One `proxy_set_header` line. */
export interface SetHeader {
  readonly name: string;
  readonly value: Evaluate;
}

/** Location-level directives as the engine uses them: milliseconds, bytes, booleans, compiled values. */
export interface LocationSettings {
  readonly proxySetHeader: readonly SetHeader[];
  readonly proxyRedirect: boolean;
  /** Headers of the backend's response that are not passed on, in lower case. */
  readonly hiddenHeaders: ReadonlySet<string>;
  readonly proxyConnectTimeout: number;
  readonly proxyReadTimeout: number;
  readonly proxySendTimeout: number;
  readonly proxyBufferSize: number;
  readonly proxyRequestBuffering: boolean;
  readonly proxyNextUpstream: ReadonlySet<NextUpstreamCondition>;
  readonly proxyNextUpstreamTries: number;
  readonly proxyNextUpstreamTimeout: number;
  readonly proxyIgnoreClientAbort: boolean;
  readonly proxySocketKeepalive: boolean;
  readonly proxySslVerify: boolean;
  readonly proxySslServerName: boolean;
  readonly proxySslName: Evaluate;
  readonly clientMaxBodySize: number;
  readonly clientBodyTimeout: number;
  readonly sendTimeout: number;
  readonly keepaliveTimeout: number;
  readonly keepaliveRequests: number;
  readonly keepaliveTime: number;
  readonly lingeringClose: boolean;
  readonly lingeringTime: number;
  readonly lingeringTimeout: number;
  readonly resetTimedoutConnection: boolean;
  readonly tcpNodelay: boolean;
  readonly accessLog: boolean;
  readonly serverTokens: boolean;
}

/** Server-level directives as the engine uses them. */
export interface ServerSettings {
  readonly clientHeaderTimeout: number;
  readonly clientHeaderBufferSize: number;
  readonly largeClientHeaderBuffers: { readonly number: number; readonly size: number };
  readonly maxHeaders: number;
  readonly underscoresInHeaders: boolean;
  readonly ignoreInvalidHeaders: boolean;
  readonly mergeSlashes: boolean;
  readonly absoluteRedirect: boolean;
  readonly portInRedirect: boolean;
}

/** nginx's own list of response headers that stay between it and the backend. */
const HIDDEN = [
  'date',
  'server',
  'x-pad',
  'x-accel-expires',
  'x-accel-redirect',
  'x-accel-limit-rate',
  'x-accel-buffering',
  'x-accel-charset',
];

/** Merges the levels, outermost first, directive by directive. @throws {@link ConfigError} */
export function locationSettings(levels: readonly LocationDirectives[], find: FindVariable): LocationSettings {
  const merged = merge(LOCATION_DEFAULTS, levels);
  const ms = (key: keyof LocationDirectives & TimeKey) => at([key], () => parseTime(merged[key]));
  const on = (key: keyof LocationDirectives & FlagKey) => merged[key] === 'on';
  return {
    proxySetHeader: at(['proxySetHeader'], () => setHeaders(merged.proxySetHeader, find)),
    proxyRedirect: merged.proxyRedirect === 'default',
    hiddenHeaders: hiddenHeaders(merged),
    proxyConnectTimeout: ms('proxyConnectTimeout'),
    proxyReadTimeout: ms('proxyReadTimeout'),
    proxySendTimeout: ms('proxySendTimeout'),
    proxyBufferSize: parseSize(merged.proxyBufferSize),
    proxyRequestBuffering: on('proxyRequestBuffering'),
    proxyNextUpstream: new Set(merged.proxyNextUpstream),
    proxyNextUpstreamTries: merged.proxyNextUpstreamTries,
    proxyNextUpstreamTimeout: ms('proxyNextUpstreamTimeout'),
    proxyIgnoreClientAbort: on('proxyIgnoreClientAbort'),
    proxySocketKeepalive: on('proxySocketKeepalive'),
    proxySslVerify: on('proxySslVerify'),
    proxySslServerName: on('proxySslServerName'),
    proxySslName: at(['proxySslName'], () => compileTemplate(merged.proxySslName, find)),
    clientMaxBodySize: parseSize(merged.clientMaxBodySize),
    clientBodyTimeout: ms('clientBodyTimeout'),
    sendTimeout: ms('sendTimeout'),
    keepaliveTimeout: ms('keepaliveTimeout'),
    keepaliveRequests: merged.keepaliveRequests,
    keepaliveTime: ms('keepaliveTime'),
    lingeringClose: on('lingeringClose'),
    lingeringTime: ms('lingeringTime'),
    lingeringTimeout: ms('lingeringTimeout'),
    resetTimedoutConnection: on('resetTimedoutConnection'),
    tcpNodelay: on('tcpNodelay'),
    accessLog: on('accessLog'),
    serverTokens: on('serverTokens'),
  };
}

export function serverSettings(levels: readonly ServerDirectives[]): ServerSettings {
  const merged = merge(SERVER_DEFAULTS, levels);
  const { number, size } = merged.largeClientHeaderBuffers;
  return {
    clientHeaderTimeout: parseTime(merged.clientHeaderTimeout),
    clientHeaderBufferSize: parseSize(merged.clientHeaderBufferSize),
    largeClientHeaderBuffers: { number, size: parseSize(size) },
    maxHeaders: merged.maxHeaders,
    underscoresInHeaders: merged.underscoresInHeaders === 'on',
    ignoreInvalidHeaders: merged.ignoreInvalidHeaders === 'on',
    mergeSlashes: merged.mergeSlashes === 'on',
    absoluteRedirect: merged.absoluteRedirect === 'on',
    portInRedirect: merged.portInRedirect === 'on',
  };
}

type KeysOf<V> = {
  [K in keyof LocationDirectives]-?: NonNullable<LocationDirectives[K]> extends V ? K : never;
}[keyof LocationDirectives];
type TimeKey = Extract<KeysOf<Time>, `${string}Time` | `${string}Timeout`>;
type FlagKey = KeysOf<'on' | 'off'>;

function merge<D extends object>(defaults: D, levels: readonly Partial<D>[]): D {
  return levels.reduce<D>((merged, level) => ({ ...merged, ...stated(level) }), defaults);
}

/** Only what a level states: a key that is there but undefined must not hide the outer level's. */
function stated<D extends object>(level: D): D {
  return Object.fromEntries(Object.entries(level).filter(([, value]) => value !== undefined)) as D;
}

function setHeaders(lines: Required<LocationDirectives>['proxySetHeader'], find: FindVariable): SetHeader[] {
  return Object.entries(lines).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value: at([name], () => compileTemplate(value, find)) })),
  );
}

function hiddenHeaders(merged: Required<LocationDirectives>): ReadonlySet<string> {
  const hidden = new Set(HIDDEN);
  for (const name of merged.proxyPassHeader) hidden.delete(name.toLowerCase());
  for (const name of merged.proxyHideHeader) hidden.add(name.toLowerCase());
  return hidden;
}
