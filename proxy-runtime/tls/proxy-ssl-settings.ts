import { at } from '../config/at.ts';
import { ConfigError } from '../config/config-error.ts';
import { LOCATION_DEFAULTS } from '../config/defaults.ts';
import type { ProxySslDirectives } from '../config/types.ts';
import { protocolRange, type ProtocolRange } from './protocol-range.ts';
import type { CertificateFiles } from './ssl-settings.ts';

/** `proxy_ssl_…` directives of one location but the name, which belongs to a request; checked, no file has been looked at. */
export interface ProxySslSettings extends ProtocolRange {
  readonly verify: boolean;
  readonly serverName: boolean;
  readonly sessionReuse: boolean;
  readonly trustedCertificate: string | undefined;
  readonly crl: string | undefined;
  readonly certificate: CertificateFiles | undefined;
  readonly passwordFile: string | undefined;
  readonly ciphers: string;
}

/** @param ssl - the levels' directives, merged. @throws {@link ConfigError} for whatever can be told without the files */
export function proxySslSettings(stated: ProxySslDirectives): ProxySslSettings {
  const ssl = { ...LOCATION_DEFAULTS, ...stated };
  return {
    ...at(['proxySslProtocols'], () => protocolRange(ssl.proxySslProtocols)),
    verify: ssl.proxySslVerify === 'on',
    serverName: ssl.proxySslServerName === 'on',
    sessionReuse: ssl.proxySslSessionReuse === 'on',
    trustedCertificate: ssl.proxySslTrustedCertificate,
    crl: ssl.proxySslCrl,
    certificate: certificateFiles(ssl),
    passwordFile: ssl.proxySslPasswordFile,
    ciphers: ssl.proxySslCiphers,
  };
}

function certificateFiles(ssl: ProxySslDirectives): CertificateFiles | undefined {
  const { proxySslCertificate: certificate, proxySslCertificateKey: key } = ssl;
  // As in nginx, an empty name takes back what an outer level says.
  if (certificate === undefined || certificate === '') return undefined;
  if (key === undefined || key === '') {
    throw new ConfigError(`has no proxySslCertificateKey for ${certificate}; add the file with its key`, [
      'proxySslCertificate',
    ]);
  }
  return { certificate, key };
}
