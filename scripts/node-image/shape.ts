import type { ProxyConfig } from '../../proxy-runtime/config/types.ts';

/** Instead of proxy-runtime/config/shape.ts. */
export function parseShape(value: unknown): ProxyConfig {
  return value as ProxyConfig;
}
