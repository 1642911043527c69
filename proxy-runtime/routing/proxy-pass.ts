import { toBytes } from '../config/bytes.ts';
import { ConfigError } from '../config/config-error.ts';
import { escapeUri, type NormalizedUri } from '../http/uri.ts';
import type { LocationKey } from './location.ts';

/** A `proxy_pass`, taken apart. */
export interface ProxyPass {
  readonly scheme: 'http' | 'https';
  /** `host`, `host:port`, an upstream's name, or `unix:/path`. */
  readonly target: string;
  /** nginx's `$proxy_host`: the target as written, without a port that is the scheme's own. */
  readonly host: string;
  /** nginx's `$proxy_port`. */
  readonly port: number;
  /** The URI part, which replaces the location's prefix; undefined passes the client's target on as it is. */
  readonly uri: string | undefined;
}

const WAY_OUT = "write 'http://host:port', 'http://upstream-name' or 'http://unix:/path:'";

const PROXY_PASS =
  /^(https?):\/\/(?:(unix:\/[^\s:?#]*):?|((?:\[[0-9a-f:.]+\]|[^\s/?#:@[\]]+))(?::(\d{1,5}))?)([/?#][^\s\x7f]*)?$/i;

/** @throws {@link ConfigError} */
export function parseProxyPass(text: string, key: LocationKey): ProxyPass {
  if (text.includes('$'))
    throw new ConfigError(`${JSON.stringify(text)} has a variable, which proxyPass can't follow; ${WAY_OUT}`);
  const [, scheme, unix, name = '', digits, rest = ''] = PROXY_PASS.exec(text) ?? [];
  const own = scheme === 'http' ? 80 : 443;
  const port = digits === undefined ? own : Number(digits);
  if ((scheme !== 'http' && scheme !== 'https') || port < 1 || port > 65_535) {
    throw new ConfigError(`${JSON.stringify(text)} is no backend; ${WAY_OUT}`);
  }
  const uri = rest === '' ? undefined : toBytes(rest.startsWith('/') ? rest : `/${rest}`);
  if (uri !== undefined && key.regex !== undefined) {
    throw new ConfigError(
      `${JSON.stringify(text)} has a URI part, which a location by regular expression can't have; leave it out`,
    );
  }
  if (unix !== undefined) return { scheme, target: unix, host: 'localhost', port: own, uri };
  const target = digits === undefined ? name : `${name}:${digits}`;
  return { scheme, target, host: port === own ? name : target, port, uri };
}

/** The target of the request to the backend. */
export function backendTarget(pass: ProxyPass, key: LocationKey, raw: string, uri: NormalizedUri): string {
  if (pass.uri === undefined) return raw;
  const args = uri.args === undefined ? '' : `?${uri.args}`;
  return pass.uri + escapeUri(uri.path.slice(key.path.length)) + args;
}
