import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Command } from 'commander';
import { configLanguage, STANDARD_INPUT } from '../../lib/config-file/index.ts';
import { InputError } from '../../lib/local/index.ts';
import { parseWorkers } from '../../proxy-runtime/index.ts';
import { runNginxConf } from '../nginx/run-nginx-conf.ts';
import { runConfigFile } from '../run-config-file.ts';

interface Options {
  readonly config?: string;
  readonly workers?: string;
  readonly nginxConf?: string;
  readonly prefix?: string;
  readonly errorLog?: string;
}

/** @param exit - takes the exit code of an nginx.conf */
export function runCommand(exit: (code: number) => void): Command {
  return new Command('run')
    .description('Run the proxy server in the foreground, with a configuration file.')
    .argument('[file]', 'the configuration: JSON, YAML or an nginx.conf, by its name or else its content; - is stdin')
    .option('-c, --config <file>', 'the configuration, if it is JSON or YAML')
    .option(
      '--workers <count>',
      'with JSON or YAML: how many threads take connections, auto for one on each core (default: 1)',
    )
    .option('--nginx-conf <file>', 'the configuration, if it is an nginx.conf')
    .option('--prefix <directory>', "with an nginx.conf: nginx's -p (default: the working directory)")
    .option('--error-log <file>', "with an nginx.conf: nginx's -e (default: stderr)")
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: Options) => {
      const given = chooseFile(file, options);
      if (given.nginxConf) exit(await runNginxConf(given.file, options));
      else await runConfigFile(given.file, options.workers === undefined ? 1 : parseWorkers(options.workers));
    });
}

const HELP = `
A configuration has nginx's directives in camelCase. In JSON, comments and
commas at the end of a list are allowed:
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
drains, SIGTERM and SIGINT end at once, SIGHUP and SIGUSR1 do as above.

Examples:
  wsproxy run proxy.json
  wsproxy run proxy.yaml --workers auto
  wsproxy run nginx.conf
  envsubst < proxy.yaml | wsproxy run -`;

/** The file to run, and whether it is an nginx.conf. @throws InputError when there is not exactly one, or an option is for the other kind */
function chooseFile(
  argument: string | undefined,
  { config, nginxConf, workers, prefix, errorLog }: Options,
): { readonly file: string; readonly nginxConf: boolean } {
  const given = [argument, config, nginxConf].filter((each) => each !== undefined);
  const [file] = given;
  if (file === undefined) throw new InputError(`run has no configuration; ${suggestion()}`);
  if (given.length > 1) throw new InputError(`run has more than one configuration (${given.join(', ')}); use one`);
  refuseApp(file);
  const language = LANGUAGES[extname(nginxConf ?? '')];
  if (language !== undefined)
    throw new InputError(`${file}: is ${language}, not an nginx.conf; use wsproxy run ${file}`);
  const chosen = { file, nginxConf: nginxConf !== undefined || (argument !== undefined && isNginxConf(argument)) };
  const unused = Object.entries(chosen.nginxConf ? { workers } : { prefix, errorLog });
  const [wrong] = unused.flatMap(([name, value]) => (value === undefined ? [] : [OPTIONS[name] ?? name]));
  if (wrong === undefined) return chosen;
  throw new InputError(
    chosen.nginxConf
      ? `${wrong} goes with JSON or YAML; an nginx.conf has worker_processes`
      : `${wrong} goes with an nginx.conf, not with JSON or YAML`,
  );
}

/** What is no nginx.conf, by its extension. */
const LANGUAGES: Readonly<Record<string, string>> = { '.json': 'JSON', '.yaml': 'YAML', '.yml': 'YAML' };

/** The files that make a directory an app. */
const APPS = ['cdk.json', 'Pulumi.yaml', 'Pulumi.yml'];

const OPTIONS: Readonly<Record<string, string>> = {
  workers: '--workers',
  prefix: '--prefix',
  errorLog: '--error-log',
};

function isNginxConf(file: string): boolean {
  return file !== STANDARD_INPUT && configLanguage(file) === 'nginx.conf';
}

function suggestion(): string {
  const found = ['proxy.json', 'proxy.jsonc', 'proxy.yaml', 'proxy.yml', 'nginx.conf'].find((name) => existsSync(name));
  if (found !== undefined) return `use wsproxy run ${found}`;
  return APPS.some((name) => existsSync(name))
    ? 'name a file, such as proxy.json, or use wsproxy dev to run the app in this directory'
    : 'name a file: wsproxy run proxy.json, proxy.yaml or nginx.conf';
}

/** An app is easily taken for a configuration of the proxy in it. */
function refuseApp(file: string): void {
  const isApp =
    /^\.[mc]?[jt]s$/.test(extname(file)) ||
    APPS.includes(basename(file)) ||
    APPS.some((name) => existsSync(join(file, name)));
  if (isApp) throw new InputError(`${file}: is an app, not a configuration of the proxy; use wsproxy dev ${file}`);
}
