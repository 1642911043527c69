import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { ConfigError } from '../../../proxy-runtime/index.ts';
import { startProgram, type Program } from '../../support/program.ts';

/** A program that takes nginx's command line: `-p PREFIX -c CONF -e ERROR_LOG`. */
export interface ProgramUnderTest {
  readonly command: string;
  /** Before nginx's. */
  readonly args?: readonly string[];
  /** Its error log has nginx's wording. */
  readonly nginxErrorLog?: boolean;
  /**
   * Makes the nginx.conf it is started with of a case's, in the folder `prefix`.
   *
   * @throws ConfigError for a case it can't run
   */
  readonly rewrite?: (conf: string, prefix: string) => string;
}

/** A program that ended instead of listening. */
export interface NotStarted {
  readonly exitCode: number | null;
  /** What it printed. */
  readonly output: string;
  /** The same, and its error log. */
  readonly said: string;
}

const START_SECONDS = 30;
const LOOK_AGAIN_SECONDS = 0.02;

/** Starts the program on a case's nginx.conf, and waits until it takes connections on `port`, or has ended. */
export async function startUnderTest(
  { command, args = [], rewrite }: ProgramUnderTest,
  conf: string,
  prefix: string,
  port: number,
): Promise<{ readonly program: Program & AsyncDisposable } | { readonly notStarted: NotStarted }> {
  try {
    await writeFile(`${prefix}/nginx.conf`, rewrite === undefined ? conf : rewrite(conf, prefix));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { notStarted: { exitCode: 2, output: error.message, said: error.message } };
  }
  const errorLog = `${prefix}/error.log`;
  const program = startProgram(command, [...args, '-p', prefix, '-c', `${prefix}/nginx.conf`, '-e', errorLog]);
  const end = performance.now() + START_SECONDS * 1000;
  while (!(await serves(port))) {
    const exitCode = await program.ended(LOOK_AGAIN_SECONDS).catch(() => undefined);
    if (exitCode !== undefined) {
      const log = await readFile(errorLog, 'utf8').catch(() => '');
      return { notStarted: { exitCode, output: program.output, said: program.output + log } };
    }
    if (performance.now() > end) {
      await program.stop();
      throw new Error(`${command} does not listen after ${START_SECONDS} s; it printed:\n${program.output}`);
    }
  }
  return { program };
}

/** Whether a connection is taken, and closed when nothing comes: by then the program's event loop runs. */
async function serves(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  try {
    await once(socket, 'connect');
    socket.end().resume();
    await once(socket, 'end', { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
