import { readConfigFile, STANDARD_INPUT } from '../lib/config-file/index.ts';
import { startProxy, type RunningProxy, type WorkerCount } from '../proxy-runtime/index.ts';
import { endSurely, watchEventLoop } from '../proxy-runtime/process/index.ts';
import { streamsTaken } from '../proxy-runtime/logging/index.ts';
import { describeProxy } from './describe-proxy.ts';
import { printError } from './report.ts';
import { onSignals } from './signals.ts';

/** `wsproxy run` with a configuration in JSON or YAML: resolves when a signal has stopped the proxy and it has ended. */
export async function runConfigFile(file: string, workers: WorkerCount): Promise<void> {
  const proxy = await startProxy(readConfigFile(file), { workers });
  watchEventLoop(proxy);
  const stopReloading = onSignals(['SIGHUP'], () => void reload(proxy, file));
  const stopReopening = onSignals(['SIGUSR1'], () => {
    reopenLogs(proxy);
  });
  const end = stopped(proxy);
  say(describeProxy(proxy));
  await end;
  stopReloading();
  stopReopening();
  await streamsTaken();
  endSurely();
}

async function reload(proxy: RunningProxy, file: string): Promise<void> {
  try {
    if (file === STANDARD_INPUT) throw new Error('standard input was read once, and can not be read again; use a file');
    await proxy.reload(readConfigFile(file));
    say(`configuration reloaded; ${describeProxy(proxy)}`);
  } catch (error) {
    printError(error);
    say('the configuration before stays in use');
  }
}

function reopenLogs(proxy: RunningProxy): void {
  try {
    proxy.reopenLogs();
    say('logs reopened');
  } catch (error) {
    printError(error);
  }
}

function stopped(proxy: RunningProxy): Promise<void> {
  return new Promise((resolve, reject) => {
    let draining = false;
    const stop = (): void => {
      if (!draining) say(`draining, ${countTunnels(proxy.tunnels)}`);
      const ended = draining ? proxy.close() : proxy.drain();
      draining = true;
      ended.then(resolve, reject).finally(ignore);
    };
    const ignore = onSignals(['SIGTERM', 'SIGQUIT', 'SIGINT'], stop);
  });
}

function say(line: string): void {
  process.stderr.write(`wsproxy: ${line}\n`);
}

function countTunnels(tunnels: number): string {
  return tunnels === 1 ? '1 open tunnel' : `${tunnels} open tunnels`;
}
