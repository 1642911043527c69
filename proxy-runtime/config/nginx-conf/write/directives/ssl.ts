import type { SslDirectives } from '../../../types.ts';
import { directive } from '../syntax/line.ts';
import { file, files, many, one, seconds, type Writers } from './writers.ts';

export const SSL: Writers<SslDirectives> = {
  sslCertificate: files,
  sslCertificateKey: files,
  sslPasswordFile: file,
  sslProtocols: many,
  sslCiphers: one,
  sslPreferServerCiphers: one,
  sslEcdhCurve: one,
  sslDhparam: file,
  sslSessionTimeout: seconds,
  sslSessionTickets: one,
  sslClientCertificate: file,
  sslTrustedCertificate: file,
  sslCrl: file,
  // nginx looks at one certificate between a client's and a root, this proxy at all.
  sslVerifyClient: (value, _, name) => [
    directive(name, value),
    ...(value === 'off' ? [] : [directive('ssl_verify_depth', 100)]),
  ],
  sslRejectHandshake: one,
};
