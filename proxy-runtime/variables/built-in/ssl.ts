import type { X509Certificate } from 'node:crypto';
import { nodeCrypto } from '../../node/builtins.ts';
import type { TlsInfo } from '../../request/request.ts';
import { unlessEmpty, type Variable, type Variables } from './variable.ts';

/** TLS with the client; on a plain connection, none of these is found. */
export const SSL_VARIABLES: Variables = {
  ssl_cipher: ({ client }) => client.tls?.cipher,
  ssl_protocol: ({ client }) => client.tls?.protocol,
  ...stated({
    ssl_client_cert: (tls) => pem(tls).trimEnd().replaceAll('\n', '\n\t'),
    ssl_client_escaped_cert: (tls) => encodeURIComponent(pem(tls)),
    ssl_client_fingerprint: (tls) => tls.clientFingerprint,
    ssl_client_i_dn: (tls) => tls.clientIssuer,
    ssl_client_raw_cert: (tls) => pem(tls),
    ssl_client_s_dn: (tls) => tls.clientSubject,
    ssl_client_serial: (tls) => tls.clientSerial,
    ssl_client_v_end: (tls) => certificate(tls)?.validTo ?? '',
    ssl_client_v_remain: (tls) => daysLeft(tls),
    ssl_client_v_start: (tls) => certificate(tls)?.validFrom ?? '',
    ssl_client_verify: (tls) => tls.clientVerify,
    ssl_server_name: (tls) => tls.serverName,
    ssl_session_reused: (tls) => (tls.sessionReused ? 'r' : '.'),
  }),
};

/** For nginx, these are not found when they are empty. */
function stated(values: Readonly<Record<string, (tls: TlsInfo) => string>>): Variables {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Variable] => [
      name,
      ({ client }) => unlessEmpty(client.tls && value(client.tls)),
    ]),
  );
}

/** With one line end at its end, as OpenSSL writes it. */
function pem({ clientCertificate }: TlsInfo): string {
  return clientCertificate === '' ? '' : `${clientCertificate.trimEnd()}\n`;
}

function certificate({ clientCertificate }: TlsInfo): X509Certificate | undefined {
  return clientCertificate === '' ? undefined : new (nodeCrypto().X509Certificate)(clientCertificate);
}

const DAY_MS = 86_400_000;

function daysLeft(tls: TlsInfo): string {
  const end = certificate(tls)?.validToDate.getTime();
  return end === undefined ? '' : String(Math.max(0, Math.floor((end - Date.now()) / DAY_MS)));
}
