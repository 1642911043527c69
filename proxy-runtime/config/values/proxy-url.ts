import { ConfigError } from '../config-error.ts';
import { toBytes } from './bytes.ts';
import { isRegexKey, type LocationKey } from './location-key.ts';

/** Where a request goes: a `proxy_pass` URL, taken apart. */
export interface ProxyTarget {
  readonly scheme: 'http' | 'https';
  /** `host`, `host:port`, an upstream's name, or `unix:/path`. */
  readonly target: string;
  /** nginx's `$proxy_host`: the target as written, without a port that is the scheme's own. */
  readonly host: string;
  /** nginx's `$proxy_port`. */
  readonly port: number;
  /** The URI part; undefined passes the client's target on as it is. */
  readonly uri: string | undefined;
}

const WAY_OUT = "write 'http://host:port', 'http://upstream-name' or 'http://unix:/path:'";

const PROXY_PASS =
  /^(https?):\/\/(?:(unix:\/[^\s:?#]*):?|((?:\[[0-9a-f:.]+\]|[^\s/?#:@[\]]+))(?::(\d{1,5}))?)([/?#][^\s\x7f]*)?$/i;

/** Reads a location's `proxy_pass` without variables. @throws {@link ConfigError} */
export function parseProxyPass(text: string, key: LocationKey): ProxyTarget {
  const target = parseProxyUrl(toBytes(text));
  if (target === undefined) throw new ConfigError(`${JSON.stringify(text)} is no backend; ${WAY_OUT}`);
  if (target.uri !== undefined && (isRegexKey(key) || key.modifier === '@')) {
    const kind = key.modifier === '@' ? 'named location' : 'location by regular expression';
    throw new ConfigError(`${JSON.stringify(text)} has a URI part, which a ${kind} can't have; leave it out`);
  }
  return target;
}

/** @returns undefined for what is no URL of a backend */
export function parseProxyUrl(text: string): ProxyTarget | undefined {
  const [, written, unix, name = '', digits, rest = ''] = PROXY_PASS.exec(text) ?? [];
  const scheme = written?.toLowerCase();
  const own = scheme === 'https' ? 443 : 80;
  const port = digits === undefined ? own : Number(digits);
  if ((scheme !== 'http' && scheme !== 'https') || port < 1 || port > 65_535) return undefined;
  const uri = rest === '' ? undefined : rest.startsWith('/') ? rest : `/${rest}`;
  if (unix !== undefined) return { scheme, target: unix, host: 'localhost', port: own, uri };
  const target = digits === undefined ? name : `${name}:${digits}`;
  return { scheme, target, host: port === own ? name : target, port, uri };
}
