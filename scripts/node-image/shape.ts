import type { ProxyConfig } from '../../proxy-runtime/config/types.ts';

/** In place of the one of the same name in `proxy-runtime/config`. */
export function parseShape(value: unknown): ProxyConfig {
  return value as ProxyConfig;
}
