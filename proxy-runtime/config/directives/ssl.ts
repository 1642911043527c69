import type { Flag, Time } from '../types/values.ts';
import type { Directives } from './directive.ts';

/** The versions of TLS that can be named, the oldest first; those before them are none that OpenSSL still has. */
export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

/** nginx's `ssl_…` directives: TLS of a `listen … ssl`; http and server level. File names are relative to the working directory. */
export interface SslDirectives {
  /** A PEM file with the certificate and its chain; several for several kinds of keys. */
  readonly sslCertificate?: string | string[];
  /** The PEM file with the key, one for each certificate. */
  readonly sslCertificateKey?: string | string[];
  /** A file with passphrases for keys, one in a line. @default - none */
  readonly sslPasswordFile?: string;
  /** The TLS versions that are offered: `TLSv1`, `TLSv1.1`, `TLSv1.2`, `TLSv1.3`. @default ['TLSv1.2', 'TLSv1.3'] */
  readonly sslProtocols?: string[];
  /** Ciphers in OpenSSL's format. @default 'HIGH:!aNULL:!MD5' */
  readonly sslCiphers?: string;
  /** Prefer the server's order of ciphers. @default 'off' */
  readonly sslPreferServerCiphers?: Flag;
  /** Curves in OpenSSL's format, or `auto`. @default 'auto' */
  readonly sslEcdhCurve?: string;
  /** A PEM file with Diffie-Hellman parameters. @default - none, so no such ciphers */
  readonly sslDhparam?: string;
  /** How long a TLS session can be resumed. @default '5m' */
  readonly sslSessionTimeout?: Time;
  /** Resume TLS sessions by tickets. @default 'on' */
  readonly sslSessionTickets?: Flag;
  /** A PEM file with the authorities whose client certificates are accepted, and which are named to the client. @default - none */
  readonly sslClientCertificate?: string;
  /** The same, without being named. @default - none */
  readonly sslTrustedCertificate?: string;
  /** A PEM file with revoked client certificates. @default - none */
  readonly sslCrl?: string;
  /** Ask for a client certificate: `on` refuses (400) who shows none or a wrong one, `optional` who shows a wrong one. @default 'off' */
  readonly sslVerifyClient?: 'on' | 'off' | 'optional' | 'optional_no_ca';
  /** Refuse the handshake: for a default server that is to answer nobody. @default 'off' */
  readonly sslRejectHandshake?: Flag;
}

export const SSL = {
  sslCertificate: { kind: 'files' },
  sslCertificateKey: { kind: 'files' },
  sslPasswordFile: { kind: 'file' },
  sslProtocols: { kind: 'tlsVersions', default: ['TLSv1.2', 'TLSv1.3'] },
  sslCiphers: { kind: 'name', default: 'HIGH:!aNULL:!MD5' },
  sslPreferServerCiphers: { kind: 'flag', default: 'off' },
  sslEcdhCurve: { kind: 'name', default: 'auto' },
  sslDhparam: { kind: 'file' },
  sslSessionTimeout: { kind: 'seconds', default: '5m' },
  sslSessionTickets: { kind: 'flag', default: 'on' },
  sslClientCertificate: { kind: 'file' },
  sslTrustedCertificate: { kind: 'file' },
  sslCrl: { kind: 'file' },
  sslVerifyClient: { kind: 'enum', of: ['on', 'off', 'optional', 'optional_no_ca'], default: 'off' },
  sslRejectHandshake: { kind: 'flag', default: 'off' },
} satisfies Directives<SslDirectives>;
