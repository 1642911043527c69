import type { Directives } from './directive.ts';

/** Directives of a location alone, which are not inherited. */
export interface LocationOnlyDirectives {
  /**
   * The backend: `http://host:port`, `http://upstream-name/uri/`, `https://…`, `http://unix:/path:`; may contain variables, and is then looked up for
   * every request.
   */
  readonly proxyPass?: string;
  /** Only for requests of the proxy's own, such as those of `authRequest`; a client gets 404. @default false */
  readonly internal?: boolean;
}

export const LOCATION_ONLY = {
  proxyPass: { kind: 'name' },
  internal: { kind: 'presence', default: false },
} satisfies Directives<LocationOnlyDirectives>;
