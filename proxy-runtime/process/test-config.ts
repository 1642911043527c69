import { loadProxyConfig } from '../compile/parse.ts';
import type { ProxyConfig } from '../config/types.ts';
import { Cycle } from '../server/cycle.ts';
import { Logs } from '../logging/logs.ts';

/**
 * Tries what a start does but for listening: opens the logs, reads the files of TLS, resolves the backends' names.
 *
 * @throws Error, the one the start would fail with
 */
export async function testProxyConfig(config: ProxyConfig): Promise<void> {
  const cycle = new Cycle(loadProxyConfig(config), new Logs());
  await cycle.start();
  cycle.close();
}
