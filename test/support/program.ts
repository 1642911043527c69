import { spawn, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A child process of a test. */
export interface Program {
  readonly pid: number;
  /** What it has printed so far, on both of its streams. */
  readonly output: string;
  /** Waits until it has printed something that matches; fails when it ends before that, or after `seconds`. */
  printed(pattern: RegExp, seconds?: number): Promise<RegExpExecArray>;
  /** Waits for its end and gives its exit code (null: ended by a signal); fails after `seconds`. */
  ended(seconds?: number): Promise<number | null>;
  /** Writes to its standard input. */
  write(text: string): void;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL for one that doesn't listen. Does nothing if it has ended. */
  stop(): Promise<void>;
}

const stopSeconds = 10;

export interface ProgramOptions extends SpawnOptionsWithoutStdio {
  /** What is on its standard input. @default - nothing, which does not end */
  readonly input?: string;
}

/** Starts a program, in a test that must call `stop` in the end (`using` works too). It doesn't outlive the test's process. */
export function startProgram(
  command: string,
  args: readonly string[],
  { input, ...options }: ProgramOptions = {},
): Program & AsyncDisposable {
  const child = spawn(command, args, options);
  if (input !== undefined) child.stdin.end(input);
  const name = `${command} ${args.join(' ')}`.slice(0, 100);
  let output = '';
  let code: number | null | undefined;

  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    child.emit('printed');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', (error) => {
    collect(Buffer.from(error.message));
    code = null;
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const closed = new Promise<void>((resolve) => {
    child.once('close', (exitCode) => {
      code = exitCode;
      process.off('exit', kill);
      resolve();
    });
  });

  const fail = (what: string): never => {
    throw new Error(`${name}\n${what}; it printed:\n${output}`);
  };

  async function printed(pattern: RegExp, seconds = 60): Promise<RegExpExecArray> {
    const signal = AbortSignal.timeout(seconds * 1000);
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found;
      if (code !== undefined) return fail(`ended with ${code ?? 'a signal'} before it printed ${pattern.source}`);
      if (signal.aborted) return fail(`did not print ${pattern.source} in ${seconds} s`);
      await Promise.race([once(child, 'printed', { signal }), closed]).catch(() => undefined);
    }
  }

  async function ended(seconds = 60): Promise<number | null> {
    const over = new AbortController();
    await Promise.race([closed, delay(seconds * 1000, undefined, { signal: over.signal })]).finally(() => {
      over.abort();
    });
    return code === undefined ? fail(`did not end in ${seconds} s`) : code;
  }

  async function stop(): Promise<void> {
    if (code !== undefined) return;
    child.kill('SIGTERM');
    await ended(stopSeconds).catch(async () => {
      child.kill('SIGKILL');
      await closed;
    });
  }

  return {
    pid: child.pid ?? 0,
    get output() {
      return output;
    },
    printed,
    ended,
    write: (text) => void child.stdin.write(text),
    signal: (name) => void child.kill(name),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
