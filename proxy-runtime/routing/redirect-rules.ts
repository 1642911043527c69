import { at } from '../config/at.ts';
import type { LocationDirectives } from '../config/types.ts';
import { isRegexKey, type LocationKey } from '../config/values/location-key.ts';
import type { Request } from '../request/request.ts';
import { compileTemplate, type FindVariable } from '../variables/template.ts';
import { matchOrAlert } from '../variables/match-or-alert.ts';
import type { ProxyPass } from './proxy-pass.ts';
import { compileRegex } from '../variables/regex.ts';

/** One rule of `proxy_redirect`: the text it makes of one that begins with a backend's address, undefined if it does not. */
export type RewriteRedirect = (text: string, request: Request) => string | undefined;

type Directive = NonNullable<LocationDirectives['proxyRedirect']>;

/** `default` maps the URL of proxyPass to the location's path; it needs a URL without variables, and a path. */
export function compileRedirects(
  directive: Directive,
  pass: ProxyPass | undefined,
  key: LocationKey,
  find: FindVariable,
): RewriteRedirect[] {
  if (directive === 'off' || pass === undefined) return [];
  const rules = directive === 'default' ? [directive] : directive;
  return rules.flatMap((rule, index) => {
    if (rule === 'default') return defaultRule(pass, key);
    return [at(['proxyRedirect', index], () => compileRule(rule.from, rule.to, find))];
  });
}

function defaultRule({ target }: ProxyPass, key: LocationKey): RewriteRedirect[] {
  if (target === undefined || isRegexKey(key) || key.modifier === '@') return [];
  const origin = `${target.scheme}://${target.target}`;
  const from = target.uri === undefined ? `${origin}/` : origin + target.uri;
  const to = target.uri === undefined ? '/' : key.path;
  return [(text) => (text.startsWith(from) ? to + text.slice(from.length) : undefined)];
}

function compileRule(from: string, to: string, find: FindVariable): RewriteRedirect {
  const replacement = compileTemplate(to, find);
  const [, marker, source = ''] = /^(~\*?)\s*(.*)$/s.exec(from) ?? [];
  if (marker === undefined) {
    const prefix = compileTemplate(from, find);
    return (text, request) => {
      const start = prefix(request);
      return text.startsWith(start) ? replacement(request) + text.slice(start.length) : undefined;
    };
  }
  const regex = compileRegex(source, marker === '~*');
  return (text, request) => {
    const match = matchOrAlert(regex, text, request);
    if (match === null || match === undefined) return undefined;
    request.values.matched(match);
    // nginx replaces the whole text, whatever part of it matched.
    return replacement(request);
  };
}
