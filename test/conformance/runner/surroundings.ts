import { writeFile } from 'node:fs/promises';
import { CERTIFICATE, KEY } from '../../proxy-runtime/support/certificate.ts';
import { startDeafListener } from '../../proxy-runtime/support/deaf-listener.ts';
import { startDns } from '../../proxy-runtime/support/dns-server.ts';
import { startBackend, type Backend } from './backend.ts';
import type { Case } from './case.ts';
import type { Clock } from './clock.ts';
import { expand, type RunTimeValues } from './fragments.ts';
import { takePort } from './ports.ts';

/** Everything around the program in one run of a case. */
export interface Surroundings extends AsyncDisposable {
  /** Where the program is to listen. */
  readonly port: number;
  readonly values: RunTimeValues;
  readonly backends: readonly Backend[];
}

/** @param prefix - the program's folder */
export async function startSurroundings(test: Case, prefix: string, clock: Clock): Promise<Surroundings> {
  await using failing = new AsyncDisposableStack();
  const mentions = (name: string): boolean => JSON.stringify(test.conf).includes(`{{${name}}}`);
  const values: Record<string, string> = {};

  const port = await takePort();
  values['LISTEN'] = `127.0.0.1:${port}`;
  values['DEAD'] = `127.0.0.1:${await takePort()}`;
  if (test.dns !== undefined) values['DNS'] = failing.use(await startDns(answering(test.dns))).address;
  if (mentions('DEAF')) values['DEAF'] = failing.use(await startDeafListener()).address;
  if (mentions('CERT')) Object.assign(values, await writeCertificate(prefix));

  const backends: Backend[] = [];
  const listen = mentions('UNIX') ? `${prefix}/backend.sock` : undefined;
  for (const [index, scripts] of [test.backend, test.backend2, test.backend3].entries()) {
    const options = { clock, tls: test.backendTls, path: index === 0 ? listen : undefined };
    // What backends say may name their addresses, which are known only then.
    const backend = failing.use(await startBackend(() => expand(scripts, values), options));
    values[['BACKEND', 'BACKEND2', 'BACKEND3'][index] ?? ''] = backend.address;
    backends.push(backend);
  }
  values['UNIX'] = values['BACKEND'] ?? '';
  values['BACKEND_PORT'] = String(backends[0]?.port);

  const started = failing.move();
  return { port, values, backends, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

function answering(dns: NonNullable<Case['dns']>): Parameters<typeof startDns>[0] {
  return (name) => {
    const addresses = dns[name];
    if (addresses === null) return undefined;
    return addresses === undefined ? { addresses: [], ttl: 0, code: 3 } : { addresses, ttl: 300 };
  };
}

async function writeCertificate(prefix: string): Promise<RunTimeValues> {
  const files = { CERT: `${prefix}/cert.pem`, KEY: `${prefix}/key.pem` };
  await writeFile(files.CERT, CERTIFICATE);
  await writeFile(files.KEY, KEY);
  return files;
}
