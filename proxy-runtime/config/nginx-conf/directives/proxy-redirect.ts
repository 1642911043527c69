import type { ProxyDirectives, RedirectRule } from '../../types.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { errorAt, type Directive } from '../read/syntax/directive.ts';
import { inherited, type Scope } from '../write/scope.ts';
import { directive, type Line } from '../write/syntax/line.ts';

type Redirects = NonNullable<ProxyDirectives['proxyRedirect']>;

/** Reads a `proxy_redirect default | off | FROM TO`. */
export function readRedirect(directive: Directive, level: HttpLevel): void {
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
}

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

/** nginx takes `default` only beside a proxy_pass, and one without variables; see {@link redirectHere}. */
export function writeRedirect(value: Redirects, { level }: Scope): Line[] {
  const proxyPass = 'proxyPass' in level ? level.proxyPass : undefined;
  if (proxyPass === undefined && hasDefault(value)) return [];
  const rules = (typeof value === 'string' ? [value] : value).filter(
    (rule) => rule !== 'default' || !proxyPass?.includes('$'),
  );
  if (rules.length === 0) return [directive('proxy_redirect', 'off')];
  return rules.map((rule: string | RedirectRule) =>
    typeof rule === 'string' ? directive('proxy_redirect', rule) : directive('proxy_redirect', rule.from, rule.to),
  );
}

/** What a location with a proxyPass has to say of redirects: its own, or the outer level's that could not be said there. */
export function redirectHere(own: Redirects | undefined, scope: Scope): Redirects | undefined {
  const outer = inherited(scope, 'proxyRedirect');
  if (own !== undefined || outer === undefined || !hasDefault(outer)) return own;
  const said = (scope.outer as readonly ProxyDirectives[]).some(
    ({ proxyRedirect }) => proxyRedirect !== undefined && !hasDefault(proxyRedirect),
  );
  return outer === 'default' && !said ? undefined : outer;
}

function hasDefault(value: Redirects): boolean {
  return value === 'default' || (value !== 'off' && value.includes('default'));
}
