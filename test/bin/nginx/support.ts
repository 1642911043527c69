import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../../lib/local/backends/free-port.ts';
import { eventually } from '../../support/eventually.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { bundledNginx } from '../../support/bundled-nginx.ts';
import { runProgram, type Result } from '../support.ts';

/** nginx's folder for a test: conf/nginx.conf and logs/, and a port to listen on. */
export interface Prefix extends AsyncDisposable {
  readonly path: string;
  readonly confFile: string;
  readonly pidFile: string;
  readonly port: number;
  /** Runs `wsproxy nginx -p` with this prefix to its end. */
  readonly run: (...args: readonly string[]) => Promise<Result>;
  /** Starts it, to run in the foreground. */
  readonly start: (...args: readonly string[]) => Program & AsyncDisposable;
  /** Writes the configuration: one server on the port, with these directives, and these at the main level. */
  readonly configure: (server: string, main?: string) => Promise<void>;
  readonly errorLog: () => string;
  /** The process in the background, if there is one. */
  readonly pid: () => number | undefined;
}

/** `await using` ends what runs in the background, too. */
export async function nginxPrefix(): Promise<Prefix> {
  const folder = await temporaryFolder();
  const { path } = folder;
  await mkdir(join(path, 'conf'));
  await mkdir(join(path, 'logs'));
  const confFile = join(path, 'conf', 'nginx.conf');
  const pidFile = join(path, 'logs', 'nginx.pid');
  const port = await findFreePort();
  const pid = (): number | undefined =>
    existsSync(pidFile) ? Number(readFileSync(pidFile, 'latin1')) || undefined : undefined;
  return {
    path,
    confFile,
    pidFile,
    port,
    run: (...args) => runProgram([bundledNginx(), '-p', path, ...args]),
    start: (...args) => startProgram(process.execPath, [bundledNginx(), '-p', path, ...args]),
    configure: (server, main = '') =>
      writeFile(
        confFile,
        `${main}\nevents {}\nhttp { access_log off; server { listen 127.0.0.1:${port}; ${server} } }\n`,
      ),
    errorLog: () => readFileSync(join(path, 'logs', 'error.log'), 'utf8'),
    pid,
    [Symbol.asyncDispose]: async () => {
      const left = pid();
      if (left !== undefined) {
        process.kill(left, 'SIGKILL');
        await eventually('its end', () => !existsSync(`/proc/${left}`));
      }
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The body of what `/` answers, and the name in its `Server` header. */
export async function ask(port: number): Promise<{ readonly body: string; readonly server: string | null }> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { Connection: 'close' } });
  return { body: await response.text(), server: response.headers.get('server') };
}
