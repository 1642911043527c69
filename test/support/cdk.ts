import { dirname, delimiter } from 'node:path';
import { startProgram } from './program.ts';
import { cdk, fromSources } from './tools.ts';

/** Runs CDK's command line to its end, on the package's sources, and gives what it printed; fails unless it exits with 0. */
export async function runCdk(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  await using program = startProgram(process.execPath, [cdk, ...args, '--no-notices'], {
    cwd,
    env: {
      ...env,
      // The `node` of cdk.json's app is the one that runs the tests.
      PATH: `${dirname(process.execPath)}${delimiter}${env['PATH'] ?? ''}`,
      ...fromSources,
      CDK_DISABLE_TELEMETRY: '1',
    },
  });
  const code = await program.ended(240);
  if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${String(code)}:\n${program.output}`);
  return program.output;
}
