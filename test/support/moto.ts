import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import { startProgram } from './program.ts';

const server = fileURLToPath(new URL('moto-server.py', import.meta.url));

/** A stand-in for AWS on this machine. */
export interface Moto extends AsyncDisposable {
  /** The environment for AWS's and CDK's programs that are to talk to it. */
  readonly env: NodeJS.ProcessEnv;
  /** Asks it by AWS's command line: `aws('ecs', 'list-clusters')`. */
  aws(...args: readonly string[]): Promise<unknown>;
}

/** Starts moto on a free port of 127.0.0.1. */
export async function startMoto(): Promise<Moto> {
  const port = await findFreePort();
  const program = startProgram('python3', [server, '-H', '127.0.0.1', '-p', String(port)]);
  await program.printed(/Running on http/);
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    // By this name, because moto takes a template's address for a bucket's only with it.
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
  };
  return {
    env,
    async aws(...args) {
      const { stdout } = await promisify(execFile)('aws', [...args, '--output', 'json'], { env, timeout: 60_000 });
      return JSON.parse(stdout) as unknown;
    },
    [Symbol.asyncDispose]: () => program.stop(),
  };
}
