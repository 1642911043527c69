import { isIP } from 'node:net';
import { compileTemplate, type Evaluate, type FindVariable } from '../../variables/template.ts';
import { hasVariables } from '../../config/values/variables-in-text.ts';
import { splitIpPort } from '../../config/values/host-port.ts';
import { at } from '../../config/at.ts';
import { ConfigError } from '../../config/config-error.ts';
import type { DefaultedDirectives } from '../../config/defaults.ts';
import { PROXY } from '../../config/directives/proxy.ts';
import type { NextUpstreamCondition, ProxyDirectives } from '../../config/types.ts';
import { compileLines, type LineTemplate } from './header-lines.ts';
import type { Levels, PreparedDirectives } from './levels.ts';

/** `proxy_…` directives as the engine uses them: milliseconds, bytes, booleans, compiled values. */
export interface ProxySettings extends PreparedDirectives<ProxyDirectives, typeof PROXY> {
  readonly proxySetHeader: readonly LineTemplate[];
  /** The names that are set, in lower case. */
  readonly proxySetHeaderNames: ReadonlySet<string>;
  readonly proxyHttpVersion: '1.0' | '1.1';
  readonly proxyMethod: Evaluate | undefined;
  readonly proxySetBody: Evaluate | undefined;
  /** Headers of the backend's response that are not passed on, in lower case. */
  readonly hiddenHeaders: ReadonlySet<string>;
  readonly proxyNextUpstream: ReadonlySet<NextUpstreamCondition>;
  readonly proxyBind: Evaluate | undefined;
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
  const proxySetHeader = at(['proxySetHeader'], () => compileLines(merged.proxySetHeader, find));
  return {
    ...levels.prepared<ProxyDirectives, typeof PROXY>(PROXY),
    proxySetHeader,
    proxySetHeaderNames: new Set(proxySetHeader.map(({ key }) => key)),
    proxyHttpVersion: merged.proxyHttpVersion,
    proxyMethod: levels.optional('proxyMethod'),
    proxySetBody: levels.optional('proxySetBody'),
    hiddenHeaders: hiddenHeaders(merged),
    proxyNextUpstream: new Set(merged.proxyNextUpstream),
    proxyBind: at(['proxyBind'], () => compileBind(merged.proxyBind, find)),
    earlyHints: at(['earlyHints'], () => merged.earlyHints.map((text) => compileTemplate(text, find))),
  };
}

/** What variables make of it is seen only when it is used. */
function compileBind(address: string, find: FindVariable): Evaluate | undefined {
  if (address === 'off') return undefined;
  if (hasVariables(address)) return compileTemplate(address, find);
  const { ip, port = '1' } = splitIpPort(address);
  if (isIP(ip) === 0 || Number(port) < 1 || Number(port) > 65_535) {
    throw new ConfigError(
      `${JSON.stringify(address)} is no address to bind to; write an IP address of this machine, or 'off'`,
    );
  }
  return () => address;
}

function hiddenHeaders(merged: DefaultedDirectives): ReadonlySet<string> {
  const hidden = new Set(HIDDEN);
  for (const name of merged.proxyPassHeader) hidden.delete(name.toLowerCase());
  for (const name of merged.proxyHideHeader) hidden.add(name.toLowerCase());
  return hidden;
}
