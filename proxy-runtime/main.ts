import { readArguments } from './command.ts';
import { ConfigError } from './config/config-error.ts';
import { standardLogs } from './logging/logs.ts';
import { streamsTaken } from './logging/streams.ts';
import { explainListenError } from './process/listen-error.ts';
import { describeConnections } from './metrics/open-connections.ts';
import { endSurely, watchEventLoop } from './process/watchdog.ts';
import { startProxy, type RunningProxy } from './proxy.ts';
import { serverName } from './http/product.ts';

/** The program of the proxy's container. Exits 2 for a configuration that is refused, 1 when it can't start, 0 after a drain, 70 when it hangs. */
export async function main(args: readonly string[]): Promise<void> {
  const log = standardLogs();
  let proxy: RunningProxy | undefined;
  // Before anything else: the first process of a container has no default handlers, and would ignore a signal until it is killed.
  for (const signal of ['SIGTERM', 'SIGQUIT', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (proxy === undefined) process.exit(0);
      log.error(`${signal}: draining ${describeConnections(proxy)}`);
      void proxy.drain().then(async () => {
        await streamsTaken();
        endSurely();
        process.exit(0);
      });
    });
  }
  process.once('SIGINT', () => process.once('SIGINT', () => process.exit(130)));
  try {
    const { config, workers } = readArguments(args);
    proxy = await startProxy(config, { workers });
    watchEventLoop(proxy);
    const places = proxy.addresses.map(({ host, port }) => `${host}:${port}`);
    log.error(`${serverName(true)} listens on ${places.join(', ')}`);
  } catch (error) {
    process.stderr.write(`wsproxy: ${explainListenError(error) ?? (error as Error).message}\n`);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
}
