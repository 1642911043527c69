import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { configLanguage, readConfigFile } from '../../lib/config-file/index.ts';
import { InputError, openProgram, pickProxy, type DeployedProxy, type OpenOptions } from '../../lib/local/index.ts';
import { readDeployedCommand } from '../../lib/local/backends/deployed-command.ts';
import { readNginxConfFile } from '../../proxy-runtime/compile/index.ts';
import { writeNginxConf } from '../../proxy-runtime/config/nginx-conf/index.ts';
import type { ProxyConfig } from '../../proxy-runtime/index.ts';
import { APP, contextOption, proxyOption, stackOption } from '../options.ts';

interface Options extends OpenOptions {
  readonly proxy?: string;
  readonly nginx?: string;
  readonly resolver?: readonly string[];
}

/** A configuration, and where it comes from. */
interface Source {
  readonly config: ProxyConfig;
  readonly notices: readonly string[];
  /** The folder its file names are meant from, if they are of this machine. */
  readonly directory?: string;
}

export function nginxConfCommand(): Command {
  return new Command('nginx-conf')
    .description('Print the nginx.conf that does the same as a proxy: to compare, or to leave for nginx.')
    .argument('[app-or-config]', `a configuration in JSON or YAML, an nginx.conf, or ${APP}`, '.')
    .addOption(contextOption())
    .addOption(stackOption())
    .addOption(proxyOption())
    .addOption(nginxOption())
    .option('--resolver <address...>', "DNS servers, where the configuration means the system's")
    .addHelpText(
      'after',
      `
The file means the same to every nginx from 1.22 on, as far as that knows the
directives. What is not the same in nginx is printed to stderr, a line each.

Examples:
  wsproxy nginx-conf proxy.json > nginx.conf && nginx -t -c "$PWD/nginx.conf"
  wsproxy nginx-conf . --proxy ChatStack/Proxy --resolver 169.254.169.253
  wsproxy nginx-conf /etc/nginx/nginx.conf --nginx 1.22`,
    )
    .action(async (from: string, options: Options) => {
      const { config, notices, directory } = await readSource(from, options);
      const { nginx, resolver } = options;
      const conf = writeNginxConf(config, {
        ...(nginx === undefined ? {} : { version: nginx }),
        ...(resolver === undefined ? {} : { resolver }),
        ...(directory === undefined ? {} : { directory }),
      });
      for (const notice of [...notices, ...conf.notices]) process.stderr.write(`wsproxy: ${notice}\n`);
      process.stdout.write(conf.text);
    });
}

function nginxOption(): Option {
  return new Option(
    '--nginx <version>',
    'the oldest nginx that is to read it; what that does not know becomes a comment (default: all is written)',
  ).argParser((text: string): string => {
    if (!/^\d+\.\d+(?:\.\d+)?$/.test(text)) throw new InvalidArgumentError('It must be a version, like 1.22.');
    return text;
  });
}

async function readSource(from: string, options: Options): Promise<Source> {
  if (!isConfigFile(from)) return readProgram(from, options);
  const option = (['proxy', 'stack'] as const).find((name) => options[name] !== undefined);
  if (option !== undefined) throw new InputError(`--${option}: ${from} is a configuration, not an app; leave it out`);
  const directory = process.cwd();
  if (configLanguage(from) !== 'nginx.conf') return { config: readConfigFile(from), notices: [], directory };
  const { config, notices } = readNginxConfFile(from);
  return { config, notices, directory };
}

const APP_FILES = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);
const PROJECT_FILES = new Set(['cdk.json', 'Pulumi.yaml', 'Pulumi.yml']);

/** What is no file is for openProgram, which says what is wrong with it; as is the file that names an app. */
function isConfigFile(path: string): boolean {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile && !APP_FILES.has(extname(path)) && !PROJECT_FILES.has(basename(path));
}

async function readProgram(app: string, options: Options): Promise<Source> {
  const proxies = await openProgram(app, options).read();
  const [only, ...others] = proxies;
  if (options.proxy !== undefined) return readDeployed(pickProxy(proxies, options.proxy));
  if (others.length === 0) return readDeployed(only);
  const names = proxies.map(({ path }) => path).join(', ');
  throw new InputError(`${app}: there is more than one proxy, and a file is for one; choose with --proxy: ${names}`);
}

function readDeployed(proxy: DeployedProxy): Source {
  // Checked, and with the addresses that only the deployment knows as they are.
  const config = readDeployedCommand(proxy).written as ProxyConfig;
  const addresses = Object.values(config.upstreams ?? {}).flatMap(({ servers }) =>
    servers.map(({ address }) => address),
  );
  const placeholder = proxy.container.placeholders.find((each) => addresses.some((address) => address.includes(each)));
  const notices =
    placeholder === undefined
      ? []
      : [`${placeholder} stands for what only a deployment knows; write the deployed name in its place`];
  return { config, notices };
}
