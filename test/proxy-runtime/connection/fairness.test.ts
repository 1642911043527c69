import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { connectRaw, type RawSocket } from '../../support/raw-socket.ts';
import { ok, seedConfig, startTestProxy, type TestProxy } from '../../support/test-proxy.ts';

const OWN = { accessLog: 'off', keepaliveRequests: 1_000_000 } as const;

/** Another client asks and has its answer. @returns how much the busy one had by then */
async function askBeside(proxy: TestProxy, busy: RawSocket): Promise<number> {
  using other = await connectRaw(proxy.port);
  other.write('GET /other HTTP/1.1\r\nHost: a\r\n\r\n');
  await other.response();
  return busy.receivedLength;
}

describe('whoever makes much work', () => {
  test('by requests that are answered at once: others are answered in between, and all in order', async () => {
    const count = 20_000;
    await using proxy = await startTestProxy({
      ...OWN,
      servers: [{ listen: '127.0.0.1:0', locations: { '/': { return: { code: 200, text: '$arg_n' } } } }],
    });
    using busy = await connectRaw(proxy.port);
    const requests = Array.from({ length: count }, (_, n) => `GET /?n=${10_000 + n} HTTP/1.1\r\nHost: a\r\n\r\n`);
    busy.write(requests.join(''));
    const before = await askBeside(proxy, busy);
    await eventually('all answers', () => busy.text.endsWith(String(10_000 + count - 1)));
    assert.ok(before < busy.receivedLength, 'the other one had to wait for all of them');
    const answered = [...busy.text.matchAll(/\r\n\r\n(\d{5})/g)].map(([, n]) => Number(n));
    assert.deepEqual(
      answered,
      requests.map((_, n) => 10_000 + n),
    );
  });

  test('by a client that ends its side behind them: all are answered', async () => {
    const count = 10_000;
    await using proxy = await startTestProxy({
      ...OWN,
      servers: [{ listen: '127.0.0.1:0', locations: { '/': { return: { code: 204 } } } }],
    });
    using busy = await connectRaw(proxy.port);
    busy.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(count));
    busy.finish();
    await busy.ended();
    assert.equal(busy.text.split('HTTP/1.1 204').length - 1, count);
  });

  test('by answers that are none yet: others are served in between, and the answer is passed on', async () => {
    const body = 'x'.repeat(10);
    await using backend = await startRawBackend(
      answering((head) => (head.includes('/busy') ? 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(60_000) : '') + ok(body)),
    );
    await using proxy = await startTestProxy(seedConfig(backend, {}, OWN));
    using busy = await connectRaw(proxy.port);
    busy.write('GET /busy HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.equal(await askBeside(proxy, busy), 0);
    assert.equal((await busy.response()).body.toString(), body);
  });
});
