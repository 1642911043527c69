import { compileTemplate, type Evaluate } from '../../variables/template.ts';
import { at } from '../at.ts';
import type { DefaultedDirectives } from '../defaults.ts';
import type { NextUpstreamCondition } from '../types.ts';
import { compileLines, type LineTemplate } from './header-lines.ts';
import type { Levels } from './levels.ts';

/** `proxy_…` directives as the engine uses them: milliseconds, bytes, booleans, compiled values. */
export interface ProxySettings {
  readonly proxySetHeader: readonly LineTemplate[];
  readonly proxyHttpVersion: '1.0' | '1.1';
  readonly proxyMethod: Evaluate | undefined;
  readonly proxyPassRequestHeaders: boolean;
  readonly proxyPassRequestBody: boolean;
  readonly proxySetBody: Evaluate | undefined;
  /** Headers of the backend's response that are not passed on, in lower case. */
  readonly hiddenHeaders: ReadonlySet<string>;
  readonly proxyConnectTimeout: number;
  readonly proxyReadTimeout: number;
  readonly proxySendTimeout: number;
  readonly proxyBufferSize: number;
  readonly proxyRequestBuffering: boolean;
  /** Bytes in a second; 0 is no limit. */
  readonly proxyLimitRate: number;
  readonly proxyNextUpstream: ReadonlySet<NextUpstreamCondition>;
  readonly proxyNextUpstreamTries: number;
  readonly proxyNextUpstreamTimeout: number;
  readonly proxyIgnoreClientAbort: boolean;
  readonly proxyBind: Evaluate | undefined;
  readonly proxySocketKeepalive: boolean;
  readonly earlyHints: readonly Evaluate[];
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

export function proxySettings(levels: Levels<DefaultedDirectives>): ProxySettings {
  const { merged, find } = levels;
  return {
    proxySetHeader: at(['proxySetHeader'], () => compileLines(merged.proxySetHeader, find)),
    proxyHttpVersion: merged.proxyHttpVersion,
    proxyMethod: levels.optional('proxyMethod'),
    proxyPassRequestHeaders: levels.on('proxyPassRequestHeaders'),
    proxyPassRequestBody: levels.on('proxyPassRequestBody'),
    proxySetBody: levels.optional('proxySetBody'),
    hiddenHeaders: hiddenHeaders(merged),
    proxyConnectTimeout: levels.ms('proxyConnectTimeout'),
    proxyReadTimeout: levels.ms('proxyReadTimeout'),
    proxySendTimeout: levels.ms('proxySendTimeout'),
    proxyBufferSize: levels.bytes('proxyBufferSize'),
    proxyRequestBuffering: levels.on('proxyRequestBuffering'),
    proxyLimitRate: levels.bytes('proxyLimitRate'),
    proxyNextUpstream: new Set(merged.proxyNextUpstream),
    proxyNextUpstreamTries: merged.proxyNextUpstreamTries,
    proxyNextUpstreamTimeout: levels.ms('proxyNextUpstreamTimeout'),
    proxyIgnoreClientAbort: levels.on('proxyIgnoreClientAbort'),
    proxyBind: merged.proxyBind === 'off' ? undefined : levels.template('proxyBind'),
    proxySocketKeepalive: levels.on('proxySocketKeepalive'),
    earlyHints: at(['earlyHints'], () => merged.earlyHints.map((text) => compileTemplate(text, find))),
  };
}

function hiddenHeaders(merged: DefaultedDirectives): ReadonlySet<string> {
  const hidden = new Set(HIDDEN);
  for (const name of merged.proxyPassHeader) hidden.delete(name.toLowerCase());
  for (const name of merged.proxyHideHeader) hidden.add(name.toLowerCase());
  return hidden;
}
