import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProxyConfig, ServerConfig } from '../../../proxy-runtime/index.ts';
import { eventually } from '../../support/eventually.ts';
import { findFreePort } from '../../../lib/local/backends/free-port.ts';
import { answering, startRawBackend } from '../../support/raw-backend.ts';
import { connectRaw } from '../../support/raw-socket.ts';
import { GET, ok, startTestProxy, upstreamConfig } from '../../support/test-proxy.ts';
import { openTunnel } from '../../support/tunnel.ts';

const says = (text: string, listen: ServerConfig['listen'] = '127.0.0.1:0'): ServerConfig => ({
  listen,
  locations: { '/': { return: { code: 200, text } } },
});

async function ask(port: number): Promise<string> {
  using client = await connectRaw(port);
  client.write(GET);
  return (await client.response()).body.toString();
}

describe('a reload', () => {
  test('gives new connections the new configuration, on the same port', async () => {
    await using proxy = await startTestProxy({ servers: [says('old')] });
    assert.equal(await ask(proxy.port), 'old');
    await proxy.proxy.reload({ servers: [says('new')] });
    assert.equal(proxy.proxy.addresses[0]?.port, proxy.port);
    assert.equal(await ask(proxy.port), 'new');
  });

  test('closes idle connections, and leaves tunnels and pending requests as they are', async () => {
    await using before = await startRawBackend();
    await using after = await startRawBackend(answering(() => ok('after')));
    await using proxy = await startTestProxy(upstreamConfig([before]));
    using idle = await proxy.connect();
    idle.write(GET);
    const first = await before.connection(0);
    await first.request();
    first.write(ok('x'));
    await idle.response();
    using pending = await proxy.connect();
    pending.write(GET);
    await first.request();
    using tunnel = await openTunnel(proxy, before);

    await proxy.proxy.reload(upstreamConfig([after]));

    assert.equal(await idle.ended(), 'fin');
    assert.equal(await ask(proxy.port), 'after');
    assert.equal(proxy.proxy.tunnels, 1);
    tunnel.client.write('still');
    assert.equal(await tunnel.backend.takeText(5), 'still');
    first.write(ok('pending'));
    const response = await pending.response();
    assert.deepEqual([response.body.toString(), response.get('Connection')], ['pending', 'close']);
    tunnel.backend.finish();
    assert.equal(await tunnel.client.ended(), 'fin');
    await eventually('no connection', () => proxy.proxy.connections === 0);
  });

  test('ends old tunnels after the old workerShutdownTimeout', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend], {}, { workerShutdownTimeout: '300ms' }));
    using tunnel = await openTunnel(proxy, backend);
    await proxy.proxy.reload(upstreamConfig([backend]));
    assert.equal(await tunnel.client.ended(), 'fin');
    assert.equal((await proxy.access(0))['cause'], 'shutdown_timeout');
    using kept = await openTunnel(proxy, backend);
    await proxy.proxy.reload(upstreamConfig([backend]));
    kept.client.write('unlimited');
    assert.equal(await kept.backend.takeText(9), 'unlimited');
  });

  test('with a configuration that is refused changes nothing', async () => {
    await using proxy = await startTestProxy({ servers: [says('old')] });
    const refused: readonly (readonly [unknown, RegExp])[] = [
      [{}, /^ConfigError: servers: is missing; write /],
      [{ servers: [says('$nope')] }, /no variable \$nope/],
      [
        { servers: [{ listen: '127.0.0.1:0', locations: { '/': { proxyPass: 'http://does-not.invalid' } } }] },
        /host not found in upstream "does-not\.invalid"/,
      ],
    ];
    for (const [config, message] of refused) {
      await assert.rejects(proxy.proxy.reload(config as ProxyConfig), message);
      assert.equal(await ask(proxy.port), 'old');
    }
  });

  test('adds and removes addresses', async () => {
    const [one, two] = [await findFreePort(), await findFreePort()];
    await using proxy = await startTestProxy({ servers: [says('one', `127.0.0.1:${one}`)] });
    await proxy.proxy.reload({ servers: [says('one', `127.0.0.1:${one}`), says('two', `127.0.0.1:${two}`)] });
    assert.deepEqual([await ask(one), await ask(two)], ['one', 'two']);
    await proxy.proxy.reload({ servers: [says('two', `127.0.0.1:${two}`)] });
    await assert.rejects(ask(one), /ECONNREFUSED/);
    assert.equal(await ask(two), 'two');
    assert.deepEqual(
      proxy.proxy.addresses.map(({ port }) => port),
      [two],
    );
  });

  test('that can not have an address changes nothing, and leaves no address behind', async () => {
    await using taken = await startRawBackend();
    const free = await findFreePort();
    await using proxy = await startTestProxy({ servers: [says('old')] });
    const config = { servers: [says('new'), says('new', `127.0.0.1:${free}`), says('new', taken.address)] };
    await assert.rejects(proxy.proxy.reload(config), { code: 'EADDRINUSE' });
    assert.equal(await ask(proxy.port), 'old');
    await assert.rejects(ask(free), /ECONNREFUSED/);
  });

  test('many times leaves nothing behind', async () => {
    await using backend = await startRawBackend();
    await using proxy = await startTestProxy(upstreamConfig([backend]));
    using tunnel = await openTunnel(proxy, backend);
    for (let i = 0; i < 50; i++) await proxy.proxy.reload(upstreamConfig([backend]));
    assert.deepEqual([proxy.proxy.connections, proxy.proxy.tunnels], [1, 1]);
    tunnel.client.finish();
    await tunnel.backend.ended();
    await proxy.drain();
  });

  test('twice at the same time is one after the other', async () => {
    const [one, two] = [await findFreePort(), await findFreePort()];
    await using proxy = await startTestProxy({ servers: [says('old', `127.0.0.1:${one}`)] });
    await Promise.all([
      proxy.proxy.reload({ servers: [says('first', `127.0.0.1:${two}`)] }),
      proxy.proxy.reload({ servers: [says('second', `127.0.0.1:${two}`)] }),
    ]);
    assert.equal(await ask(two), 'second');
    await assert.rejects(ask(one), /ECONNREFUSED/);
  });
});
