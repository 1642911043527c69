import type { ProxyDirectives, RedirectRule } from '../../../types.ts';
import { directives } from '../grammar/table.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';
import type { HttpLevel } from './values-of-levels.ts';

type Redirects = NonNullable<ProxyDirectives['proxyRedirect']>;

/** `proxy_redirect default | off | FROM TO`. */
export const PROXY_REDIRECT = directives<HttpLevel>(
  'repeated http server location',
  '1-2',
  'proxy_redirect',
  (directive, level) => {
    const before = level.values.proxyRedirect;
    const rule = readRule(directive, level);
    if (before === 'off' || (before !== undefined && rule === 'off')) {
      throw errorAt(directive, '"proxy_redirect" directive is duplicate; "off" stands alone');
    }
    const rules: Redirects = rule === 'off' ? rule : [...(before === undefined ? [] : [before].flat()), rule];
    level.put(
      'proxyRedirect',
      Array.isArray(rules) && rules.length === 1 && rule === 'default' ? 'default' : rules,
      directive,
    );
    if (Array.isArray(rules)) level.reading.places.note([...level.path, 'proxyRedirect', rules.length - 1], directive);
  },
);

function readRule(directive: Directive, level: HttpLevel): 'default' | 'off' | RedirectRule {
  const [from = '', to] = directive.args;
  if (to !== undefined) return { from, to };
  if (from === 'off') return from;
  if (from !== 'default') {
    throw errorAt(
      directive,
      `invalid parameter ${JSON.stringify(from)} of "proxy_redirect"; write default, off, or from what to what`,
    );
  }
  if (level.values.proxyPass === undefined) {
    throw errorAt(directive, '"proxy_redirect default" must stand after the "proxy_pass" it follows from');
  }
  if (level.values.proxyPass.includes('$')) {
    throw errorAt(
      directive,
      '"proxy_redirect default" can not follow a "proxy_pass" with variables; write from what to what',
    );
  }
  return from;
}
