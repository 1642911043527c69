import { headerLines, isList, type HeaderLines } from '../../../proxy-runtime/config/index.ts';
import type { BackendTarget } from '../backends/backend-target.ts';

/** What an https backend is asked with. */
export interface OwnName {
  readonly host: string;
  readonly ssl: {
    readonly proxySslServerName: 'on';
    readonly proxySslVerify: 'on';
    readonly proxySslName: string;
  };
}

/** A server with a certificate for its name answers requests to that name; to others, many say 421 or show another site. */
export function ownName({ host, port }: BackendTarget): OwnName {
  return {
    host: port === '443' ? host : `${host}:${port}`,
    ssl: { proxySslServerName: 'on', proxySslVerify: 'on', proxySslName: host },
  };
}

/** Header lines with those of the standard ones that they don't name. */
export function withStandardLines(standard: Readonly<Record<string, string>>, own: HeaderLines): HeaderLines {
  const named = new Set(headerLines(own).map(({ name }) => name.toLowerCase()));
  const kept = Object.entries(standard).filter(([name]) => !named.has(name.toLowerCase()));
  if (kept.length === 0) return own;
  if (isList(own)) return [...kept.map(([name, value]) => ({ name, value })), ...own];
  return { ...Object.fromEntries(kept), ...own };
}
