import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { eventually } from '../../support/eventually.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NGINX = '/usr/sbin/nginx';

/** Why a test that needs nginx is skipped, or false; for node:test's `skip`. In CI it is not skipped, but fails. */
export const withoutNginx = existsSync(NGINX) ? false : missing();

function missing(): string {
  const why = `${NGINX} is missing; it comes with Debian's package nginx`;
  if (process.env['CI'] !== undefined) throw new Error(`${why}, and in CI no test is skipped`);
  return why;
}

/** An nginx of one test, which listens on a unix socket. */
export interface Nginx extends AsyncDisposable {
  /** Asks for a path, and gives a header of the answer. */
  ask(path: string, headers: Readonly<Record<string, string>>, answered: string): Promise<string | undefined>;
}

/** @param http - the http block, in which `listen LISTEN` is where it listens */
export async function startNginx(http: string): Promise<Nginx> {
  const folder = await temporaryFolder();
  const socketPath = `${folder.path}/listen.sock`;
  const program = await runNginx(
    folder.path,
    socketPath,
    `access_log off; ${http.replaceAll('LISTEN', `unix:${socketPath}`)}`,
  );
  return {
    ask: (path, headers, answered) =>
      new Promise((resolve, reject) => {
        request({ socketPath, path, headers, agent: false }, (response) => {
          response.resume().on('end', () => resolve(response.headers[answered] as string | undefined));
        })
          .on('error', reject)
          .end();
      }),
    [Symbol.asyncDispose]: async () => {
      await program.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Runs nginx in a folder until it listens on the unix socket. */
export async function runNginx(folder: string, socketPath: string, http: string): Promise<Program> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((what) => `${what}_temp_path ${folder}/${what};`)
    .join(' ');
  const conf = `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {} http { ${temporary} ${http} }`;
  await writeFile(`${folder}/nginx.conf`, conf);
  const program = startProgram(NGINX, ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', 'stderr']);
  await eventually(
    'nginx',
    () => existsSync(socketPath),
    () => program.output,
  );
  return program;
}
