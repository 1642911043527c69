import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readNginxConf } from '../../../proxy-runtime/compile/nginx-conf.ts';
import { startProxy } from '../../../proxy-runtime/index.ts';
import { eventually } from '../../support/eventually.ts';
import { connectRaw, type RawSocket } from '../../support/raw-socket.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runNginx } from './nginx.ts';

/** nginx, or this proxy, under a configuration. */
export interface Side {
  readonly name: 'nginx' | 'here';
  connect(): Promise<RawSocket>;
  /** Sends bytes, one character each, and gives all that comes until the end of the connection. */
  ask(bytes: string): Promise<string>;
  /** The lines of the access log, once there are so many. */
  logged(count: number): Promise<string[]>;
}

/** nginx and this proxy under the same configuration. */
export interface BesideNginx extends AsyncDisposable {
  readonly sides: readonly [nginx: Side, here: Side];
  /** Does the same with both, one after the other; fails unless it gives the same, which it then returns. */
  same<T>(experiment: (side: Side) => Promise<T>): Promise<T>;
}

const NOT_SEEN = /^(?:Date|Server): .*\r\n/gm;

/**
 * Starts both, with `product` as the name they give themselves on their pages.
 *
 * @param http - the http block; in it, `LISTEN` is where to listen and `LOG` is the file of the access log
 */
export async function besideNginx(http: string): Promise<BesideNginx> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder()).path;
  const fill = (name: string): string =>
    `server_tokens off; ${http}`
      .replaceAll('LISTEN', `unix:${folder}/${name}.sock`)
      .replaceAll('LOG', `${folder}/${name}.log`);
  const nginx = await runNginx(folder, `${folder}/nginx.sock`, fill('nginx'));
  stack.defer(() => nginx.stop());
  const proxy = await startProxy(readNginxConf(fill('here')).config, { product: 'nginx/1', errorLog: () => undefined });
  stack.defer(() => proxy.close());
  const sides = [sideOf('nginx', folder), sideOf('here', folder)] as const;
  const own = stack.move();
  return {
    sides,
    same: async (experiment) => {
      const expected = await experiment(sides[0]);
      const actual = await experiment(sides[1]);
      assert.deepEqual(actual, expected);
      return actual;
    },
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

function sideOf(name: Side['name'], folder: string): Side {
  const connect = (): Promise<RawSocket> => connectRaw(`${folder}/${name}.sock`);
  const log = `${folder}/${name}.log`;
  const lines = (): string[] => (existsSync(log) ? readFileSync(log, 'latin1').split('\n').slice(0, -1) : []);
  return {
    name,
    connect,
    ask: async (bytes) => {
      using client = await connect();
      client.write(bytes);
      await client.ended();
      return client.text.replaceAll(NOT_SEEN, '');
    },
    logged: async (count) => {
      await eventually(`${count} lines of ${name}'s log`, () => lines().length >= count, lines);
      return lines();
    },
  };
}
