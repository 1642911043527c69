import { trimSpaces } from './header-line.ts';
import { isAuthority } from './host.ts';
import { BadRequest, type RequestHead } from './request-head.ts';

export type RequestLine = Pick<RequestHead, 'method' | 'line' | 'target' | 'authority' | 'version'>;

const BAD_IN_TARGET = /[\0-\x20\x7f]/;

/** nginx allows less in a target's host than in a `Host` header. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/((?:\[[a-z0-9:._~!$&'()*+,;=-]*\]|[a-z0-9.-]+)(?::\d*)?)((?:[/?].*)?)$/i;

/** Reads a request line by nginx's rules. @throws {@link BadRequest} */
export function parseRequestLine(line: string): RequestLine {
  const method = /^[A-Z_-]+(?= )/.exec(line)?.[0];
  if (method === undefined) throw new BadRequest(400, 'client sent invalid method');
  const rest = trimSpaces(line.slice(method.length));
  const space = rest.indexOf(' ');
  const target = space < 0 ? rest : rest.slice(0, space);
  if (target === '' || BAD_IN_TARGET.test(target)) throw new BadRequest(400, 'client sent invalid request');
  const version = space < 0 ? 9 : parseVersion(trimSpaces(rest.slice(space)));
  if (method === 'CONNECT') {
    if (version === 9 || !isAuthority(target)) throw new BadRequest(400, 'client sent invalid request');
    return { method, line, target, authority: target, version };
  }
  if (target.startsWith('/')) return { method, line, target, authority: undefined, version };
  const [, authority, path = ''] = ABSOLUTE.exec(target) ?? [];
  if (authority === undefined || (version === 9 && path === ''))
    throw new BadRequest(400, 'client sent invalid request');
  return { method, line, target: path.startsWith('/') ? path : `/${path}`, authority, version };
}

function parseVersion(text: string): 10 | 11 {
  // Nothing behind the number is looked at.
  if (/^HTTP\/(?:[2-9]|1\d)/.test(text)) throw new BadRequest(505, 'client sent invalid version');
  const minor = /^HTTP\/1\.(\d{1,3})$/.exec(text)?.[1];
  if (minor === undefined) throw new BadRequest(400, 'client sent invalid request');
  return Number(minor) === 0 ? 10 : 11;
}
