import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startProgram, type Program, type ProgramOptions } from '../support/program.ts';
import { fromSources, root } from '../support/tools.ts';

const program = join(root, 'bin/wsproxy.ts');
const environment = { ...process.env, ...fromSources };

/** How a run of wsproxy ended. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs wsproxy to its end. */
export function wsproxy(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
  return runProgram([program, ...args], env);
}

/** Runs a program of this package to its end. @param args - its file, then what it gets */
export function runProgram(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
  return new Promise((resolve) => {
    const options = { env: { ...environment, ...env }, timeout: 120_000 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
    });
  });
}

/** Runs wsproxy to its end while nobody reads its output. */
export async function wsproxyUnread(args: readonly string[]): Promise<Omit<Result, 'stdout'>> {
  const child = spawn(process.execPath, [program, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number]>]);
  return { code, stderr };
}

const ON_TERMINAL = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

/** Starts wsproxy on a terminal of its own, which keys are written to; when it is over, the terminal says whether it waits for lines again. */
export function startWsproxyOnTerminal(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Program & AsyncDisposable {
  const script = 'node=$1; shift; "$node" "$@"; code=$?; stty -a; exit $code';
  const command = ['-c', ON_TERMINAL, 'sh', '-c', script, 'sh', process.execPath, program, ...args];
  return startProgram('python3', command, { env: { ...environment, TERM: 'xterm', NO_COLOR: '1', ...env } });
}

/** Starts wsproxy; `await using` ends it. */
export function startWsproxy(
  args: readonly string[],
  options: Pick<ProgramOptions, 'input'> = {},
): Program & AsyncDisposable {
  return startProgram(process.execPath, [program, ...args], { env: environment, ...options });
}
