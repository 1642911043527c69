import { at } from '../config/at.ts';
import { ConfigError } from '../config/config-error.ts';
import { SSL_DEFAULTS } from '../config/defaults.ts';
import { parseTime } from '../config/values/time.ts';
import type { SslDirectives } from '../config/types.ts';
import { protocolRange, type ProtocolRange } from './protocol-range.ts';

export type VerifyClient = NonNullable<SslDirectives['sslVerifyClient']>;

/** The files of one certificate. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** `ssl_…` directives of one server, checked; no file has been looked at. */
export interface SslSettings extends ProtocolRange {
  readonly certificates: readonly CertificateFiles[];
  readonly passwordFile: string | undefined;
  readonly ciphers: string;
  readonly preferServerCiphers: boolean;
  readonly ecdhCurve: string;
  readonly dhparam: string | undefined;
  /** Seconds. */
  readonly sessionTimeout: number;
  readonly sessionTickets: boolean;
  readonly clientCertificate: string | undefined;
  readonly trustedCertificate: string | undefined;
  readonly crl: string | undefined;
  readonly verifyClient: VerifyClient;
  readonly rejectHandshake: boolean;
}

/** What a session's ticket can hold: 31 bits of seconds. */
const MAX_SESSION_TIMEOUT_S = 2 ** 31 - 1;

/** @param ssl - the levels' directives, merged. @throws {@link ConfigError} for whatever can be told without the files */
export function sslSettings(ssl: SslDirectives): SslSettings {
  const settings = {
    ...at(['sslProtocols'], () => protocolRange(ssl.sslProtocols ?? SSL_DEFAULTS.sslProtocols)),
    certificates: certificateFiles(ssl),
    passwordFile: ssl.sslPasswordFile,
    ciphers: ssl.sslCiphers ?? SSL_DEFAULTS.sslCiphers,
    preferServerCiphers: (ssl.sslPreferServerCiphers ?? SSL_DEFAULTS.sslPreferServerCiphers) === 'on',
    ecdhCurve: ssl.sslEcdhCurve ?? SSL_DEFAULTS.sslEcdhCurve,
    dhparam: ssl.sslDhparam,
    sessionTimeout: at(['sslSessionTimeout'], () =>
      wholeSeconds(ssl.sslSessionTimeout ?? SSL_DEFAULTS.sslSessionTimeout),
    ),
    sessionTickets: (ssl.sslSessionTickets ?? SSL_DEFAULTS.sslSessionTickets) === 'on',
    clientCertificate: ssl.sslClientCertificate,
    trustedCertificate: ssl.sslTrustedCertificate,
    crl: ssl.sslCrl,
    verifyClient: ssl.sslVerifyClient ?? SSL_DEFAULTS.sslVerifyClient,
    rejectHandshake: (ssl.sslRejectHandshake ?? SSL_DEFAULTS.sslRejectHandshake) === 'on',
  };
  checkVerification(settings);
  return settings;
}

function certificateFiles({ sslCertificate, sslCertificateKey }: SslDirectives): CertificateFiles[] {
  const certificates = [sslCertificate ?? []].flat();
  const keys = [sslCertificateKey ?? []].flat();
  if (keys.length > certificates.length && certificates.length > 0) {
    throw new ConfigError(
      `names ${keys.length} keys for ${certificates.length} in sslCertificate; they belong together in their order`,
      ['sslCertificateKey'],
    );
  }
  return certificates.map((certificate, index) => {
    const key = keys[index];
    if (key === undefined) {
      throw new ConfigError(`has no sslCertificateKey for ${certificate}; add the file with its key`, [
        'sslCertificate',
      ]);
    }
    return { certificate, key };
  });
}

function wholeSeconds(time: string | number): number {
  const seconds = parseTime(time) / 1000;
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= MAX_SESSION_TIMEOUT_S) return seconds;
  throw new ConfigError(`${JSON.stringify(time)} is not a number of seconds from 1 on, as TLS counts here`);
}

function checkVerification({ verifyClient, clientCertificate, trustedCertificate }: SslSettings): void {
  if (verifyClient === 'off' || verifyClient === 'optional_no_ca') return;
  if (clientCertificate !== undefined || trustedCertificate !== undefined) return;
  throw new ConfigError(
    `is ${JSON.stringify(verifyClient)}, but nothing says whom to trust; name the authorities in sslClientCertificate or sslTrustedCertificate`,
    ['sslVerifyClient'],
  );
}

/**
 * nginx's rule for a `listen … ssl`: its default server has a certificate, or rejects handshakes; then the others have to have or do so, too.
 *
 * @param servers - those of the address
 * @returns the index of the server that lacks a certificate
 */
export function lacksCertificate(servers: readonly SslSettings[], defaultServer: number): number | undefined {
  const complete = (settings: SslSettings): boolean => settings.certificates.length > 0 || settings.rejectHandshake;
  const first = servers[defaultServer];
  if (first === undefined || !complete(first)) return defaultServer;
  if (first.certificates.length > 0) return undefined;
  const lacking = servers.findIndex((settings) => !complete(settings));
  return lacking < 0 ? undefined : lacking;
}
