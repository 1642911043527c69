import { Command } from 'commander';
import { explainDeployed, openProgram, pickProxy } from '../../lib/local/index.ts';
import { APP, contextOption, proxyOption, stackOption } from '../options.ts';
import { formatExplanation } from '../format-explanation.ts';

interface Options {
  readonly context: Readonly<Record<string, string>>;
  readonly stack?: string;
  readonly proxy?: string;
  readonly brief?: boolean;
  readonly json?: boolean;
}

export function explainCommand(): Command {
  return new Command('explain')
    .description(
      "Print every timeout between a client and the backends of an app's proxies, and which one closes an idle WebSocket first.",
    )
    .argument('[app]', APP, '.')
    .addOption(contextOption())
    .addOption(stackOption())
    .addOption(proxyOption())
    .option('--brief', 'print only who closes an idle WebSocket first, and what to do about it')
    .option('--json', 'print JSON, an array with one object per proxy')
    .addHelpText(
      'after',
      `
First comes who closes an idle WebSocket, and what to do about it; then a row for
each setting in the words of AWS or nginx, with its value, the values it may have
and whose limit that is, and what happens when it is reached. On a terminal lines
are wrapped to its width; in a pipe each row is one line.

Examples:
  wsproxy explain                 the app in this directory
  wsproxy explain --brief
  wsproxy explain . --stack production
  wsproxy explain cdk.out --json`,
    )
    .action(async (app: string, options: Options) => {
      const all = await openProgram(app, options).read();
      const proxies = options.proxy === undefined ? all : [pickProxy(all, options.proxy)];
      const explained = proxies.map((proxy) => ({ proxy: proxy.path, ...explainDeployed(proxy) }));
      const width = process.stdout.isTTY ? process.stdout.columns : Infinity;
      const { brief = false } = options;
      const text =
        options.json === true
          ? JSON.stringify(explained, undefined, 2)
          : formatExplanation(explained, { width, brief });
      process.stdout.write(`${text}\n`);
    });
}
