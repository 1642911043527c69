import type { Flag, Size, Time } from './values.ts';

/** Directives of http and server level that concern reading a request's head. */
export interface RequestHeadDirectives {
  /** The longest wait for a complete request head, from the connection's (or request's) first moment. @default '60s' */
  readonly clientHeaderTimeout?: Time;
  /** The first buffer for a request's head. @default '1k' */
  readonly clientHeaderBufferSize?: Size;
  /** The buffers for long request lines and headers; a line must fit one of them. @default `{ number: 4, size: '8k' }` */
  readonly largeClientHeaderBuffers?: { readonly number: number; readonly size: Size };
  /** How many header lines a request may have. @default 1000 */
  readonly maxHeaders?: number;
  /** Accept header names with `_`. @default 'off', such lines are dropped */
  readonly underscoresInHeaders?: Flag;
  /** Drop header lines with invalid names; `off` passes them on. @default 'on' */
  readonly ignoreInvalidHeaders?: Flag;
  /** Take several slashes in a row as one when a location is looked for. @default 'on' */
  readonly mergeSlashes?: Flag;
}

/** nginx's `ssl_…` directives: TLS of a `listen … ssl`; http and server level. File names are relative to the working directory. */
export interface SslDirectives {
  /** A PEM file with the certificate and its chain; several for several kinds of keys. */
  readonly sslCertificate?: string | readonly string[];
  /** The PEM file with the key, one for each certificate. */
  readonly sslCertificateKey?: string | readonly string[];
  /** A file with passphrases for keys, one in a line. @default - none */
  readonly sslPasswordFile?: string;
  /** The TLS versions that are offered: `TLSv1`, `TLSv1.1`, `TLSv1.2`, `TLSv1.3`. @default ['TLSv1.2', 'TLSv1.3'] */
  readonly sslProtocols?: readonly string[];
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
