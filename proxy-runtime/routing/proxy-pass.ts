import type { LocationKey } from '../config/values/location-key.ts';
import { parseProxyPass, parseProxyUrl, type ProxyTarget } from '../config/values/proxy-url.ts';
import type { ClientUri, Request } from '../request/request.ts';
import { escapeUri } from '../http/uri.ts';
import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { hasVariables } from '../config/values/variables-in-text.ts';

/** A `proxy_pass`: the same for every request, or made from variables. */
export type ProxyPass =
  { readonly target: ProxyTarget; readonly url?: undefined } | { readonly target?: undefined; readonly url: Evaluate };

/** @throws {@link ConfigError} */
export function compileProxyPass(text: string, key: LocationKey, find: FindVariable): ProxyPass {
  return hasVariables(text) ? { url: compileTemplate(text, find) } : { target: parseProxyPass(text, key) };
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
