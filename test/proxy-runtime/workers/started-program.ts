import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProxyConfig } from '../../../proxy-runtime/index.ts';
import { findFreePort } from '../../../lib/local/backends/free-port.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { seedConfig } from '../../support/test-proxy.ts';
import { fromSources, root } from '../../support/tools.ts';

const OBEDIENT = join(import.meta.dirname, 'obedient-worker.ts');

export interface Started extends AsyncDisposable {
  readonly program: Program;
  readonly port: number;
  readonly healthPort: number;
  /** Tells a worker what to do, or the thread that started them. */
  order(what: 'crash' | 'block' | 'hang', worker: number | 'main'): Promise<void>;
}

export type Command = (configFile: string, json: string) => readonly string[];

/** `wsproxy run` with so many workers, each of which does as it is told. */
export function workersFromFile(workers: number): Command {
  return (file) => [
    ...[`--import=${OBEDIENT}`, join(root, 'bin/wsproxy.ts'), 'run', '--config', file, '--workers', String(workers)],
  ];
}

/** Starts the proxy as a user would, in front of the backend. */
export async function start(
  command: Command,
  backend: { address: string },
  more: Partial<ProxyConfig> = {},
): Promise<Started> {
  const folder = await temporaryFolder();
  const [port, healthPort] = [await findFreePort(), await findFreePort()];
  const config = seedConfig(backend, {}, { health: { listen: `127.0.0.1:${healthPort}` }, ...more });
  const servers = config.servers.map((server) => ({ ...server, listen: `127.0.0.1:${port}` }));
  const json = JSON.stringify({ ...config, servers });
  const file = join(folder.path, 'proxy.json');
  await writeFile(file, json);
  const env = { ...process.env, ...fromSources, WORKER_ORDERS: folder.path };
  const program = startProgram(process.execPath, command(file, json), { env });
  await program.printed(/listen(s|ing) on/);
  return {
    program,
    port,
    healthPort,
    order: (what, worker) => writeFile(join(folder.path, `${what}-${worker}`), ''),
    [Symbol.asyncDispose]: async () => {
      await program[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
