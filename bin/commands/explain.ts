import { Command } from 'commander';
import { explainDeployed, openProgram, pickProxy } from '../../lib/local/index.ts';
import { APP, contextOption, proxyOption, stackOption } from '../options.ts';
import { formatExplanation } from '../format-explanation.ts';

interface Options {
  readonly context: Readonly<Record<string, string>>;
  readonly stack?: string;
  readonly proxy?: string;
  readonly json?: boolean;
}

/** The width of what is printed to something that is no terminal. */
const DEFAULT_WIDTH = 140;

export function explainCommand(): Command {
  return new Command('explain')
    .description(
      "Print every timeout between a client and the backends of an app's proxies, and which one closes an idle WebSocket first.",
    )
    .argument('<app>', APP)
    .addOption(contextOption())
    .addOption(stackOption())
    .addOption(proxyOption())
    .option('--json', 'print JSON, an array with one object per proxy')
    .addHelpText(
      'after',
      `
Each row has a setting in the words of AWS or nginx, its value, the values it
may have and whose limit that is, and what happens when it is reached.

Examples:
  wsproxy explain .
  wsproxy explain . --stack production
  wsproxy explain cdk.out --json`,
    )
    .action(async (app: string, options: Options) => {
      const all = await openProgram(app, options).read();
      const proxies = options.proxy === undefined ? all : [pickProxy(all, options.proxy)];
      const explained = proxies.map((proxy) => ({ proxy: proxy.path, ...explainDeployed(proxy) }));
      const width = process.stdout.isTTY ? process.stdout.columns : DEFAULT_WIDTH;
      const text =
        options.json === true ? JSON.stringify(explained, undefined, 2) : formatExplanation(explained, width);
      process.stdout.write(`${text}\n`);
    });
}
