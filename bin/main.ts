import { Command, CommanderError } from 'commander';
import { VERSION } from '../proxy-runtime/config/index.ts';
import { devCommand } from './commands/dev.ts';
import { explainCommand } from './commands/explain.ts';
import { nginxConfCommand } from './commands/nginx-conf.ts';
import { nginxCommand } from './commands/nginx.ts';
import { runCommand } from './commands/run.ts';
import { BAD_INPUT, reportError } from './report.ts';

/**
 * The command line `wsproxy`.
 *
 * @returns the exit code: 0, 1 when something failed while it ran, 2 for bad usage or bad input
 */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const exit = (code: number): void => {
    exitCode = code;
  };
  const program = new Command('wsproxy')
    .description('Run, try and explain WebSocket proxies that are declared with websocket-proxy-constructs.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'after',
      `
Examples:
  wsproxy dev .                     run the app in this directory here, CDK or Pulumi
  wsproxy dev . --backend chat=http://127.0.0.1:3001
                                    the same, with a backend that runs elsewhere
  wsproxy explain cdk.out           what closes an idle WebSocket, and when
  wsproxy nginx-conf .              the nginx.conf that does the same
  wsproxy run proxy.json            the proxy server alone; proxy.yaml, nginx.conf
  wsproxy nginx -t -c nginx.conf    the same, with nginx's command line

Exit codes: 0 success, 1 a failure while running, 2 bad usage or bad input.
DEBUG=1 in the environment shows stack traces.`,
    );
  const commands = [devCommand(exit), explainCommand(), runCommand(exit), nginxCommand(exit), nginxConfCommand()];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...program.commands]) {
    command
      .helpOption('-h, --help', 'print this help')
      .exitOverride()
      .configureOutput({ outputError: () => undefined });
  }
  try {
    await program.parseAsync(isUnknown(program, args) ? args.slice(1) : args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error);
    if (error.exitCode === 0) return 0;
    // Asked for nothing, commander has printed the help
    if (error.code !== 'commander.help') process.stderr.write(`wsproxy: ${usageMessage(error)}; try --help\n`);
    return BAD_INPUT;
  }
}

/** Whether it is `help` with no command of ours, to which commander has nothing to say: the command alone it calls unknown. */
function isUnknown({ commands }: Command, [command, about]: readonly string[]): boolean {
  return command === 'help' && about !== undefined && !commands.some((each) => each.name() === about);
}

/** Commander's message as one line; its suggestion is on a line of its own. */
function usageMessage({ message }: CommanderError): string {
  return message
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
}
