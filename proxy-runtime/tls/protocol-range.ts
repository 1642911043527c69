import type { SecureVersion } from 'node:tls';
import { ConfigError } from '../config/config-error.ts';
import { TLS_VERSIONS } from '../config/directives/ssl.ts';

const VERSIONS: readonly SecureVersion[] = TLS_VERSIONS;

export interface ProtocolRange {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
}

/**
 * The versions of `ssl_protocols` as the range Node takes.
 *
 * @throws {@link ConfigError} for none, an unknown one, and a list that leaves out one in between
 */
export function protocolRange(protocols: readonly string[]): ProtocolRange {
  for (const name of protocols) {
    if (!VERSIONS.some((version) => version === name)) {
      throw new ConfigError(`${JSON.stringify(name)} is not a TLS version; there are ${VERSIONS.join(', ')}`);
    }
  }
  const first = VERSIONS.findIndex((version) => protocols.includes(version));
  const last = VERSIONS.findLastIndex((version) => protocols.includes(version));
  const minVersion = VERSIONS[first];
  const maxVersion = VERSIONS[last];
  if (minVersion === undefined || maxVersion === undefined) {
    throw new ConfigError(`is empty; name at least one of ${VERSIONS.join(', ')}`);
  }
  const missing = VERSIONS.slice(first, last).find((version) => !protocols.includes(version));
  if (missing !== undefined) {
    throw new ConfigError(
      `leaves out ${missing} between ${minVersion} and ${maxVersion}, but Node offers a range without holes; add ${missing}, or leave out one end`,
    );
  }
  return { minVersion, maxVersion };
}
