import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findFreePort } from '../../../lib/local/backends/free-port.ts';
import { seedConfig, startTestProxy } from '../../support/test-proxy.ts';

const PROGRAM = join(import.meta.dirname, '../support/stalled-tunnels.py');
const TUNNELS = 1000;

describe(`${TUNNELS} tunnels that are stuck`, () => {
  test("never get each other's bytes", async (t) => {
    const backendPort = await findFreePort();
    await using proxy = await startTestProxy(
      seedConfig(
        { address: `127.0.0.1:${backendPort}` },
        { proxyReadTimeout: '10m', proxySendTimeout: '10m', sendTimeout: '10m' },
      ),
    );
    const child = spawn('python3', [PROGRAM, String(proxy.port), String(backendPort), String(TUNNELS)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    t.after(() => child.kill('SIGKILL'));
    const ended = once(child, 'close');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async (): Promise<unknown> => JSON.parse(((await lines.next()) as IteratorYieldResult<string>).value);

    // The kernel may take all of one or the other, the more so the less busy it is.
    const { stuck } = (await next()) as { stuck: number };
    assert.ok(stuck > 0.5 * TUNNELS, `${stuck} tunnels are stuck`);
    assert.equal(proxy.proxy.tunnels, TUNNELS);
    child.stdin.write('read\n');
    assert.deepEqual(await next(), { complete: TUNNELS, wrong: [] });
    assert.deepEqual(await ended, [0, null]);
  });
});
