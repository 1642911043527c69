import { Command } from 'commander';
import { countTunnels } from '../../lib/local/index.ts';
import { readCommand, startProxy, type RunningProxy } from '../../proxy-runtime/index.ts';
import { printError } from '../report.ts';
import { onSignals } from '../signals.ts';

export function runCommand(): Command {
  return new Command('run')
    .description('Run the proxy server in the foreground, with a configuration file.')
    .requiredOption('-c, --config <file>', 'the configuration, a JSON file')
    .addHelpText(
      'after',
      `
The file has nginx's directives in camelCase:
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

The access log goes to stdout, one JSON object per line; the rest to stderr.

Signals:
  SIGHUP                     read the file again; if it is wrong, nothing changes
  SIGTERM, SIGQUIT, SIGINT   drain: no new connections, and open ones end by
                             themselves or after workerShutdownTimeout; a second
                             signal ends them`,
    )
    .action(async ({ config }: { readonly config: string }) => {
      await serve(['--config', config]);
    });
}

async function serve(source: readonly string[]): Promise<void> {
  const proxy = await startProxy(readCommand(source));
  const stopReloading = onSignals(['SIGHUP'], () => void reload(proxy, source));
  const end = stopped(proxy);
  say(describe(proxy));
  await end;
  stopReloading();
}

async function reload(proxy: RunningProxy, source: readonly string[]): Promise<void> {
  try {
    await proxy.reload(readCommand(source));
    say(`configuration reloaded; ${describe(proxy)}`);
  } catch (error) {
    printError(error);
    say('the configuration before stays in use');
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

function describe(proxy: RunningProxy): string {
  const addresses = proxy.addresses.map(({ host, port }) => `${host}:${port}`);
  const health = proxy.health === undefined ? '' : `, health on ${proxy.health.host}:${proxy.health.port}`;
  return `listening on ${addresses.join(', ')}${health}`;
}

function say(line: string): void {
  process.stderr.write(`wsproxy: ${line}\n`);
}
