import type { Flag } from '../types/values.ts';
import type { Directives } from './directive.ts';

/** One `add_header`. */
export interface AddHeader {
  /** The name of the header. */
  readonly name: string;
  /** May contain variables; an empty value adds nothing. */
  readonly value: string;
  /** On every status, 101 included; else only on 200, 201, 204, 206, 301, 302, 303, 304, 307 and 308. @default false */
  readonly always?: boolean;
}

/** What the client gets: http, server and location level. */
export interface ResponseDirectives {
  /** Header lines added to responses; a level that has this directive inherits none of the outer level's, unless `addHeaderInherit` says so. @default [] */
  readonly addHeader?: AddHeader[];
  /** `merge` adds to the outer level's lines, `off` takes none of them. @default 'on', the outer level's if this level has none */
  readonly addHeaderInherit?: 'on' | 'off' | 'merge';
  /** The `Content-Type` of what `return` says. @default 'text/plain' */
  readonly defaultType?: string;
  /** Name the version in the `Server` header and on error pages. @default 'on' */
  readonly serverTokens?: Flag;
  /** Make redirects of the proxy's own absolute. @default 'on' */
  readonly absoluteRedirect?: Flag;
  /** Name the listening port in them. @default 'on' */
  readonly portInRedirect?: Flag;
  /** Use the server's first name in them, instead of the request's host. @default 'off' */
  readonly serverNameInRedirect?: Flag;
}

export const RESPONSE = {
  addHeader: { kind: 'own', default: [] },
  addHeaderInherit: { kind: 'enum', of: ['on', 'off', 'merge'], default: 'on', since: '1.29.3' },
  defaultType: { kind: 'text', default: 'text/plain' },
  serverTokens: { kind: 'flag', default: 'on' },
  absoluteRedirect: { kind: 'flag', default: 'on' },
  portInRedirect: { kind: 'flag', default: 'on' },
  serverNameInRedirect: { kind: 'flag', default: 'off' },
} satisfies Directives<ResponseDirectives>;
