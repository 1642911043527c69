import { ConfigError } from '../../../../config-error.ts';
import { directives } from '../../grammar/table.ts';
import { number, valueOf } from '../../values/values.ts';
import type { HttpLevel } from '../../grammar/values-of-levels.ts';
import { readZone } from '../../values/zone.ts';
import { noEffect } from './no-effect.ts';

const HS = 'http server';
const HSL = 'http server location';
const CRYPTO = "concerns nginx's own OpenSSL; it has no effect here";
const STAPLING = 'has no effect here: clients ask the certificate authority themselves';

/** What nginx's OpenSSL can do, and is not done here. */
export const SSL_NO_EFFECT = [
  ...directives<HttpLevel>(`repeated ${HS}`, '1-2', 'ssl_session_cache', (directive, level) => {
    for (const arg of directive.args) valueOf(directive, arg, checkCache);
    if (directive.args.some((arg) => arg !== 'off' && arg !== 'none')) {
      level.notice(directive, 'has no effect here: sessions are resumed by tickets, which need no cache');
    }
  }),
  ...directives(
    `repeated ${HS}`,
    '1',
    'ssl_session_ticket_key',
    noEffect('has no effect here: a process makes its own key for tickets when it starts'),
  ),
  ...directives(
    HS,
    '1',
    'ssl_verify_depth',
    noEffect("has no effect here: a client's chain may have any length", 'number'),
  ),
  ...directives(
    HSL,
    '1',
    'proxy_ssl_verify_depth',
    noEffect("has no effect here: a backend's chain may have any length", 'number'),
  ),
  ...directives(
    HS,
    'flag',
    'ssl_early_data',
    noEffect('has no effect here: what a client sends too early, it sends again', 'text', ['off']),
  ),
  ...directives(HS, 'flag', 'ssl_stapling ssl_stapling_verify', noEffect(STAPLING, 'text', ['off'])),
  ...directives(HS, '1', 'ssl_stapling_file ssl_stapling_responder', noEffect(STAPLING)),
  ...directives(HS, '1', 'ssl_buffer_size', noEffect(CRYPTO, 'size')),
  ...directives(HS, 'flag', 'ssl_certificate_compression', noEffect(CRYPTO)),
  ...directives(HS, '1-3', 'ssl_certificate_cache', noEffect(CRYPTO)),
  ...directives(HSL, '1-3', 'proxy_ssl_certificate_cache', noEffect(CRYPTO)),
];

function checkCache(text: string): void {
  const [, kind, rest] = /^(off|none|builtin|shared)(?::([^]*))?$/.exec(text) ?? [];
  if (kind === 'shared' && rest !== undefined) readZone(rest);
  else if (kind === 'builtin' && rest !== undefined) number(rest);
  else if (kind === undefined || kind === 'shared' || rest !== undefined) {
    throw new ConfigError(`${JSON.stringify(text)} is no session cache; it is off, none, builtin or shared:NAME:SIZE`);
  }
}
