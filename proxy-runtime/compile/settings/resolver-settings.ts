import { at } from '../../config/at.ts';
import { ConfigError } from '../../config/config-error.ts';
import { parseTime } from '../../config/values/time.ts';
import type { ResolverDirectives } from '../../config/types.ts';

/** Where names are looked up; times are milliseconds. */
export interface ResolverSettings {
  /** Empty: the system's own resolver. */
  readonly addresses: readonly string[];
  /** Instead of the answers' time to live. */
  readonly valid: number | undefined;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** How long an answer may take. */
  readonly timeout: number;
}

/** @returns undefined where there is no `resolver` */
export function resolverSettings({
  resolver,
  resolverTimeout = '30s',
}: ResolverDirectives): ResolverSettings | undefined {
  if (resolver === undefined) return undefined;
  const { addresses = [], valid, ipv4 = 'on', ipv6 = 'on' } = resolver;
  if (ipv4 === 'off' && ipv6 === 'off') {
    throw new ConfigError("ipv4 and ipv6 are both 'off', which leaves no address to find; leave one out", ['resolver']);
  }
  return {
    addresses,
    valid: valid === undefined ? undefined : at(['resolver', 'valid'], () => parseTime(valid)),
    ipv4: ipv4 === 'on',
    ipv6: ipv6 === 'on',
    timeout: parseTime(resolverTimeout),
  };
}
