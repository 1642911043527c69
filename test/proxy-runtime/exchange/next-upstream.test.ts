import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LocationConfig, UpstreamServerConfig } from '../../../proxy-runtime/index.ts';
import { answering, startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import {
  GET,
  ok,
  startTestProxy,
  SWITCHING,
  UPGRADE_REQUEST,
  upstreamConfig,
  type TestProxy,
} from '../../support/test-proxy.ts';

type Talk = (connection: RawSocket) => void;

/** What a backend does with the request: nothing, an answer, an early end. */
const afterRequest =
  (act: Talk): Talk =>
  (connection) =>
    void connection.request().then(
      () => act(connection),
      () => undefined,
    );
const good = answering(() => ok('good'));
const resets = afterRequest((connection) => connection.reset());
const closes = afterRequest((connection) => connection.finish());
const switchesAndResets = afterRequest((connection) => {
  connection.write(SWITCHING);
  connection.reset();
});
const silent: Talk = () => undefined;
const says = (status: number): Talk => answering(() => `HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`);

interface Group extends AsyncDisposable {
  readonly backends: readonly RawBackend[];
  readonly proxy: TestProxy;
  readonly client: RawSocket;
}

async function start(
  talks: readonly (Talk | 'refuses')[],
  location: LocationConfig = {},
  server: Partial<UpstreamServerConfig> = {},
): Promise<Group> {
  const backends = await Promise.all(talks.map((talk) => startRawBackend(talk === 'refuses' ? undefined : talk)));
  await Promise.all(backends.filter((_, index) => talks[index] === 'refuses').map((backend) => backend.close()));
  const config = upstreamConfig(backends, location);
  const servers = backends.map(({ address }) => ({ address, ...server }));
  const proxy = await startTestProxy({ ...config, upstreams: { backends: { servers } } });
  const client = await proxy.connect();
  return {
    backends,
    proxy,
    client,
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]();
      await proxy.proxy.close();
      await Promise.all(backends.map((backend) => backend.close()));
    },
  };
}

const POST = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi';

describe('the next server is tried', () => {
  for (const [what, bad] of Object.entries({ refuses: 'refuses', resets, closes } as const)) {
    test(`when the first ${what}: for a request, and for an upgrade`, async () => {
      for (const request of [GET, UPGRADE_REQUEST]) {
        await using group = await start([bad, good]);
        group.client.write(request);
        assert.equal((await group.client.response()).body.toString(), 'good');
        const { upstream_addr, upstream_status, status } = await group.proxy.access(0);
        assert.deepEqual(
          [status, upstream_status, upstream_addr],
          [200, '502, 200', group.backends.map(({ address }) => address).join(', ')],
        );
      }
    });
  }

  test('when the first does not answer in time', async () => {
    await using group = await start([silent, good], { proxyReadTimeout: '400ms' });
    group.client.write(UPGRADE_REQUEST);
    assert.equal((await group.client.response()).body.toString(), 'good');
    assert.equal((await group.proxy.access(0))['upstream_status'], '504, 200');
  });

  test('with the whole request, body and all', async () => {
    const heads: string[] = [];
    await using group = await start([
      resets,
      answering((request) => {
        heads.push(request);
        return ok('');
      }),
    ]);
    group.client.write(POST.replace('POST', 'PUT'));
    await group.client.response();
    assert.equal(heads.length, 1);
    assert.match(group.backends[1]?.connections[0]?.text ?? '', /^$/, 'the body was taken, too');
    assert.match(heads[0] ?? '', /^PUT \/ .*Content-Length: 2/s);
  });

  test('and its 101 opens the tunnel', async () => {
    await using group = await start(['refuses', afterRequest((connection) => connection.write(`${SWITCHING}hello`))]);
    group.client.write(UPGRADE_REQUEST);
    assert.equal((await group.client.response()).line, 'HTTP/1.1 101 Switching Protocols');
    assert.equal(await group.client.takeText(5), 'hello');
  });

  test('after statuses that were named', async () => {
    await using group = await start([says(503), says(404), good], { proxyNextUpstream: ['http_503', 'http_404'] });
    group.client.write(GET);
    assert.equal((await group.client.response()).body.toString(), 'good');
    assert.equal((await group.proxy.access(0))['upstream_status'], '503, 404, 200');
  });

  test('until none is left: the last answer counts', async () => {
    await using group = await start([resets, says(503)], { proxyNextUpstream: ['error', 'http_503'] });
    group.client.write(GET);
    assert.equal((await group.client.response()).line, 'HTTP/1.1 503 X');
    await using none = await start([resets, closes]);
    none.client.write(GET);
    assert.equal((await none.client.response()).line, 'HTTP/1.1 502 Bad Gateway');
  });

  test('for POST only when the first did not get it', async () => {
    await using refused = await start(['refuses', good]);
    refused.client.write(POST);
    assert.equal((await refused.client.response()).body.toString(), 'good');
    await using sent = await start([closes, good]);
    sent.client.write(POST);
    assert.equal((await sent.client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    assert.equal(sent.backends[1]?.connections.length, 0);
    await using allowed = await start([closes, good], { proxyNextUpstream: ['error', 'non_idempotent'] });
    allowed.client.write(POST);
    assert.equal((await allowed.client.response()).body.toString(), 'good');
  });

  test('not when that is off, or the outcome is not named', async () => {
    for (const [talk, proxyNextUpstream] of [
      [closes, ['off']],
      [closes, ['timeout']],
      [says(503), ['error', 'timeout', 'http_502']],
      [afterRequest((connection) => connection.write('garbage garbage')), ['error', 'timeout']],
    ] as const) {
      await using group = await start([talk, good], { proxyNextUpstream: [...proxyNextUpstream] });
      group.client.write(GET);
      assert.match((await group.client.response()).line, / 50[23] /);
      assert.equal(group.backends[1]?.connections.length, 0);
    }
  });

  test('as often as proxyNextUpstreamTries says', async () => {
    await using group = await start([closes, closes, good], { proxyNextUpstreamTries: 2 });
    group.client.write(GET);
    assert.equal((await group.client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    assert.deepEqual(
      group.backends.map(({ connections }) => connections.length),
      [1, 1, 0],
    );
  });

  test('not after proxyNextUpstreamTimeout', async () => {
    await using group = await start([silent, good], { proxyReadTimeout: '500ms', proxyNextUpstreamTimeout: '100ms' });
    group.client.write(GET);
    assert.equal((await group.client.response()).line, 'HTTP/1.1 504 Gateway Time-out');
  });

  test('never after a 101', async () => {
    await using group = await start([switchesAndResets, good]);
    group.client.write(UPGRADE_REQUEST);
    await group.client.ended();
    assert.equal(group.backends[1]?.connections.length, 0);
  });
});

describe('a server that failed', () => {
  test('is left out', async () => {
    await using group = await start([closes, good]);
    for (let i = 0; i < 5; i++) {
      group.client.write(GET);
      assert.equal((await group.client.response()).body.toString(), 'good');
    }
    assert.equal(group.backends[0]?.connections.length, 1);
    assert.match(group.proxy.errorLines.join('\n'), /temporarily disabled/);
  });

  test('is asked again when it is the only one', async () => {
    await using group = await start([closes]);
    for (let i = 0; i < 3; i++) {
      group.client.write(GET);
      assert.equal((await group.client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    }
    assert.equal(group.backends[0]?.connections.length, 3);
  });

  test('leaves no live one when all did', async () => {
    await using group = await start([closes, closes]);
    for (let i = 0; i < 2; i++) {
      group.client.write(GET);
      assert.equal((await group.client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    }
    assert.match(
      group.proxy.errorLines.at(-1) ?? '',
      /no live upstreams while connecting to upstream, upstream: "backends"/,
    );
    assert.deepEqual(
      group.backends.map(({ connections }) => connections.length),
      [1, 1],
    );
  });

  test('did not fail because its client left, or its tunnel broke', async () => {
    await using group = await start([switchesAndResets, good], {}, { maxFails: 1 });
    for (let i = 0; i < 3; i++) {
      using client = await group.proxy.connect();
      client.write(UPGRADE_REQUEST);
      await client.ended().catch(() => undefined);
      using other = await group.proxy.connect();
      other.write(GET);
      await other.response();
    }
    assert.doesNotMatch(group.proxy.errorLines.join('\n'), /temporarily disabled/);
  });
});
