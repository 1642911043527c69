import { toBytes } from '../config/values/bytes.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Request } from '../exchange/request.ts';
import { escapeUri, type NormalizedUri } from '../http/uri.ts';
import { compileTemplate, hasVariables, type Evaluate, type FindVariable } from '../variables/template.ts';
import type { LocationKey } from './location.ts';

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

/** The URI of a request. */
export interface ClientUri extends NormalizedUri {
  /** It is not as the client asked for it any more: `set $args` changed it. */
  readonly rewritten?: true;
}

/** A `proxy_pass`: the same for every request, or made from variables. */
export type ProxyPass =
  { readonly target: ProxyTarget; readonly url?: undefined } | { readonly target?: undefined; readonly url: Evaluate };

const WAY_OUT = "write 'http://host:port', 'http://upstream-name' or 'http://unix:/path:'";

const PROXY_PASS =
  /^(https?):\/\/(?:(unix:\/[^\s:?#]*):?|((?:\[[0-9a-f:.]+\]|[^\s/?#:@[\]]+))(?::(\d{1,5}))?)([/?#][^\s\x7f]*)?$/i;

/** @throws {@link ConfigError} */
export function compileProxyPass(text: string, key: LocationKey, find: FindVariable): ProxyPass {
  return hasVariables(text) ? { url: compileTemplate(text, find) } : { target: parseProxyPass(text, key) };
}

/** A URL without variables. @throws {@link ConfigError} */
export function parseProxyPass(text: string, key: LocationKey): ProxyTarget {
  const target = parseProxyUrl(toBytes(text));
  if (target === undefined) throw new ConfigError(`${JSON.stringify(text)} is no backend; ${WAY_OUT}`);
  if (target.uri !== undefined && (key.regex !== undefined || key.modifier === '@')) {
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

/**
 * The target of the request to the backend.
 *
 * @param dynamic - whether the URL was made from variables: then its URI part is all there is
 * @param raw - the client's target; undefined for a request of our own
 */
export function backendTarget(
  { uri: part }: ProxyTarget,
  dynamic: boolean,
  key: LocationKey,
  uri: ClientUri,
  raw: string | undefined,
): string {
  if (part !== undefined && dynamic) return part;
  const args = uri.args ? `?${uri.args}` : '';
  if (part === undefined && raw !== undefined && uri.rewritten !== true) return raw;
  const path = part === undefined ? uri.path : uri.path.slice(key.path.length);
  // What was never decoded can't need it.
  return (part ?? '') + (raw === undefined || uri.quoted ? escapeUri(path) : path) + args;
}

/** The target for this request; undefined if its variables make no URL of a backend. */
export function targetFor(pass: ProxyPass, request: Request): ProxyTarget | undefined {
  return pass.target ?? parseProxyUrl(pass.url(request));
}
