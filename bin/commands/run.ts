import { Command } from 'commander';
import { countTunnels, InputError } from '../../lib/local/index.ts';
import {
  parseWorkers,
  readCommand,
  startProxy,
  type RunningProxy,
  type WorkerCount,
} from '../../proxy-runtime/index.ts';
import { runNginxConf } from '../nginx/run-nginx-conf.ts';
import { describeProxy } from '../describe-proxy.ts';
import { printError } from '../report.ts';
import { onSignals } from '../signals.ts';

interface Options {
  readonly config?: string;
  readonly workers?: string;
  readonly nginxConf?: string;
  readonly prefix?: string;
  readonly errorLog?: string;
}

/** @param exit - takes the exit code of `--nginx-conf` */
export function runCommand(exit: (code: number) => void): Command {
  return new Command('run')
    .description('Run the proxy server in the foreground, with a configuration file.')
    .option('-c, --config <file>', 'the configuration, a JSON file')
    .option(
      '--workers <count>',
      'with --config: how many threads take connections, auto for one on each core (default: 1)',
    )
    .option('--nginx-conf <file>', 'the configuration, an nginx.conf')
    .option('--prefix <directory>', "with --nginx-conf: nginx's -p (default: the working directory)")
    .option('--error-log <file>', "with --nginx-conf: nginx's -e (default: stderr)")
    .addHelpText(
      'after',
      `
The JSON file has nginx's directives in camelCase:
  {
    "servers": [
      {
        "listen": 8080,
        "locations": {
          "/chat/": { "proxyPass": "http://127.0.0.1:3001", "proxyReadTimeout": "1h" }
        }
      }
    ],
    "maps": {
      "$connection_upgrade": { "source": "$http_upgrade", "default": "upgrade", "values": { "": "" } }
    },
    "proxySetHeader": {
      "Host": "$http_host", "Upgrade": "$http_upgrade", "Connection": "$connection_upgrade"
    },
    "workerShutdownTimeout": "5m"
  }

Workers are threads that listen on the same addresses, and the kernel shares
connections out among them. limitConn and limitReq hold for all of them
together, workerConnections for each. How many there are is decided at the start.

The access log goes to stdout, one JSON object per line; the rest to stderr.

Signals:
  SIGHUP                     read the file again; if it is wrong, nothing changes
  SIGUSR1                    open the log files again
  SIGTERM, SIGQUIT, SIGINT   drain: no new connections, and open ones end by
                             themselves or after workerShutdownTimeout; a second
                             signal ends them

An nginx.conf is read with nginx's own rules and defaults; what is accepted
without having an effect here is said on stderr, and what can't be done is
refused. "pid", "error_log" and "access_log" name files as in nginx, relative to
--prefix; without "pid" there is no such file. Signals are nginx's: SIGQUIT
drains, SIGTERM and SIGINT end at once, SIGHUP and SIGUSR1 do as above.`,
    )
    .action(async ({ config, workers, nginxConf, ...options }: Options) => {
      if (nginxConf === undefined) {
        if (config === undefined)
          throw new InputError('run has no configuration; use --config FILE or --nginx-conf FILE');
        const [unused] = Object.keys(options);
        if (unused !== undefined)
          throw new InputError(`${OPTIONS[unused] ?? unused} goes with --nginx-conf, not with --config`);
        await serve(['--config', config], workers === undefined ? 1 : parseWorkers(workers));
        return;
      }
      if (config !== undefined)
        throw new InputError('run has two configurations; use --config or --nginx-conf, not both');
      if (workers !== undefined)
        throw new InputError('--workers goes with --config; an nginx.conf has worker_processes');
      exit(await runNginxConf(nginxConf, options));
    });
}

const OPTIONS: Readonly<Record<string, string>> = { prefix: '--prefix', errorLog: '--error-log' };

async function serve(source: readonly string[], workers: WorkerCount): Promise<void> {
  const proxy = await startProxy(readCommand(source), { workers });
  const stopReloading = onSignals(['SIGHUP'], () => void reload(proxy, source));
  const stopReopening = onSignals(['SIGUSR1'], () => {
    reopenLogs(proxy);
  });
  const end = stopped(proxy);
  say(describeProxy(proxy));
  await end;
  stopReloading();
  stopReopening();
}

async function reload(proxy: RunningProxy, source: readonly string[]): Promise<void> {
  try {
    await proxy.reload(readCommand(source));
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

/** Resolves when a signal has stopped the proxy and it has ended. */
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
