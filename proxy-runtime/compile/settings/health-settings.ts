import { parseListen, type ListenAddress } from '../../config/values/listen-address.ts';
import { at } from '../../config/at.ts';
import { ConfigError } from '../../config/config-error.ts';
import type { HealthConfig } from '../../config/types.ts';

/** The health endpoint, ready to use. */
export interface HealthSettings {
  readonly address: ListenAddress;
  readonly path: string;
  readonly metricsPath: string;
}

/** @throws {@link ConfigError} */
export function healthSettings({ listen, path = '/healthz', metricsPath = '/metrics' }: HealthConfig): HealthSettings {
  if (path === metricsPath) throw new ConfigError(`${path} is metricsPath, too; give one of them another`, ['path']);
  return { address: at(['listen'], () => parseListen(listen)), path, metricsPath };
}
