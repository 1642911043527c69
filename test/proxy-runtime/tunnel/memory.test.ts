import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../../lib/local/backends/free-port.ts';
import { startProgram } from '../../support/program.ts';
import { startRawBackend } from '../../support/raw-backend.ts';
import { connectRaw, type RawSocket } from '../../support/raw-socket.ts';
import { seedConfig, SWITCHING, UPGRADE_REQUEST } from '../../support/test-proxy.ts';
import { fromSources, root } from '../../support/tools.ts';

const MEBIBYTE = 1024 * 1024;
const TUNNELS = 4;
/** Through each tunnel. */
const AMOUNT = 60 * MEBIBYTE;

function residentMemory(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) * 1024;
}

describe('tunnels whose readers are slow', () => {
  test('cost no more memory the more goes through them', async () => {
    await using backend = await startRawBackend();
    const port = await findFreePort();
    const config = {
      ...seedConfig(backend),
      servers: [{ listen: `127.0.0.1:${port}`, locations: { '/': { proxyPass: `http://${backend.address}` } } }],
    };
    const program = join(root, 'proxy-runtime', 'program.ts');
    const env = { ...process.env, ...fromSources };
    await using proxy = startProgram(process.execPath, [program, '--config-json', JSON.stringify(config)], { env });
    await proxy.printed(/listens on/);

    const pairs: { readonly client: RawSocket; readonly upstream: RawSocket }[] = [];
    for (let i = 0; i < TUNNELS; i++) {
      const client = await connectRaw(port);
      client.write(UPGRADE_REQUEST);
      const upstream = await backend.connection(i);
      await upstream.request();
      upstream.write(SWITCHING);
      await client.response();
      client.write(Buffer.alloc(AMOUNT));
      pairs.push({ client, upstream });
    }
    const sizes: number[] = [];
    const least = (): number => Math.min(...pairs.map(({ upstream }) => upstream.receivedLength));
    // A reader takes what the kernel holds for it, then nothing for a while: most of the time, the proxy waits.
    while (least() < AMOUNT) {
      for (const { upstream } of pairs) upstream.resume();
      await delay(3);
      for (const { upstream } of pairs) upstream.pause();
      await delay(30);
      if (least() > AMOUNT / 6) sizes.push(residentMemory(proxy.pid));
    }
    for (const { client, upstream } of pairs) {
      client[Symbol.dispose]();
      upstream[Symbol.dispose]();
    }
    const [first = 0] = sizes;
    const growth = (Math.max(...sizes) - first) / MEBIBYTE;
    assert.ok(sizes.length > 5, `the readers were not slow: ${sizes.length} looks`);
    assert.ok(growth < 20, `${TUNNELS * AMOUNT} bytes went through, and memory grew by ${growth.toFixed(1)} MiB`);
  });
});
