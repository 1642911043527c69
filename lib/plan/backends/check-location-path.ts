import { ConfigError, parseLocationKey } from '../../../proxy-runtime/config/index.ts';

/** What of a regular expression no path has. */
const REGEX = /^\^|\.[*+]|\\|\(\?|\[[^\]]*\]|[^/]\$$|\)[*+?]/;

/** A part of a path in the syntax of routers: `:id`, `{id}`, `{proxy+}`, `<id>`. */
const PARAMETER = /(?<=\/)(?::\w+|\{[^/{}]*\}|<[^/<>]*>)(?=\/|$)/g;

/**
 * Checks that a location is meant as nginx takes it: other syntaxes for paths, such as the load balancer's `/chat/*`, would be taken literally
 * there, and match nothing.
 *
 * @throws ConfigError with what to write instead
 */
export function checkLocationPath(location: string): void {
  const refuse = (problem: string, instead: string): ConfigError => new ConfigError(`${problem}; write '${instead}'`);
  const [, modifier = '', path = ''] = /^(=|\^~|~\*|~|@)? *(.*)$/s.exec(location) ?? [];
  if (modifier.startsWith('~')) return;
  if (modifier === '@') {
    throw refuse('is a named location, which nothing here leads to', `/${path}`);
  }
  const before = modifier === '' ? '' : `${modifier} `;
  const absolute = path.startsWith('/') ? path : `/${path}`;
  if (REGEX.test(path)) {
    throw refuse('looks like a regular expression, but nginx takes it literally without ~', `~ ${anchored(path)}`);
  }
  if (path.includes('*')) {
    throw refuse(
      'has a *, but nginx takes it literally: a location is every path that begins so',
      withoutStar(absolute),
    );
  }
  if (new RegExp(PARAMETER).test(absolute)) {
    throw refuse(
      "has a router's parameter, but nginx takes it literally; a location is every path that begins so, or a regular expression",
      `~ ^${absolute.replaceAll(PARAMETER, '[^/]+')}`,
    );
  }
  if (/[?#]/.test(path)) {
    throw refuse(
      'has a query or fragment, but nginx compares the path alone',
      before + absolute.replace(/[?#].*$/s, ''),
    );
  }
  const decoded = decode(absolute);
  if (decoded !== absolute) {
    throw refuse('is percent-encoded, but nginx compares the decoded path', before + decoded);
  }
  parseLocationKey(location);
}

function anchored(path: string): string {
  return path.startsWith('/') ? `^${path}` : path;
}

/** `/chat/` for the stars of `/chat/*`; stars within become a regular expression. */
function withoutStar(path: string): string {
  const prefix = path.replace(/\*+$/, '');
  return prefix.includes('*') ? `~ ^${prefix.replaceAll(/\*+/g, '[^/]+')}` : prefix;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
