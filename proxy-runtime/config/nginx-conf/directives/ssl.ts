import type { SSL } from '../../directives/ssl.ts';
import type { SslDirectives } from '../../types.ts';
import type { HttpLevel } from '../read/grammar/values-of-levels.ts';
import { directive } from '../write/syntax/line.ts';
import type { Forms } from './form.ts';

/** nginx's module ssl: TLS to clients. */
export const SSL_FORMS: Forms<SslDirectives, typeof SSL, HttpLevel> = {
  sslVerifyClient: {
    // nginx looks at one certificate between a client's and a root, this proxy at all.
    write: (value, _, name) => [
      directive(name, value),
      ...(value === 'off' ? [] : [directive('ssl_verify_depth', 100)]),
    ],
  },
};
