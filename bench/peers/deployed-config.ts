import { proxyConfig, type EarlyPlan } from '../../lib/plan/index.ts';
import type { ListenConfig, ProxyConfig } from '../../proxy-runtime/config/index.ts';
import type { Ports } from './peer.ts';

/** The configuration that a plan renders, but for where it listens and where its backend is. */
export function deployedConfig(plan: EarlyPlan, { proxy, backend, health }: Ports): ProxyConfig {
  const { servers, ...config } = proxyConfig(plan, {
    '/': { scheme: 'http', host: '127.0.0.1', port: String(backend) },
  });
  return {
    ...config,
    health: { ...config.health, listen: `127.0.0.1:${health}` },
    servers: servers.map(({ listen, ...others }) => ({
      ...others,
      listen: { ...(listen as ListenConfig), address: `127.0.0.1:${proxy}` },
    })),
  };
}
