import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startProxy } from '../../proxy-runtime/index.ts';
import { eventually } from '../support/eventually.ts';
import { answering, startRawBackend } from '../support/raw-backend.ts';
import { connectRaw } from '../support/raw-socket.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { GET, ok, seedConfig, startTestProxy, UPGRADE_REQUEST } from '../support/test-proxy.ts';
import { startDns, type DnsAnswer } from './support/dns-server.ts';

const QUIET = { accessLog: () => undefined, errorLog: () => undefined };
const server = (listen: string, proxyPass = 'http://127.0.0.1:1') => ({ listen, locations: { '/': { proxyPass } } });

describe('starting a proxy', () => {
  test('refuses a configuration that is wrong', () =>
    assert.rejects(startProxy({ servers: [] }, QUIET), {
      name: 'ConfigError',
      message: 'servers: needs at least one server',
    }));

  test("refuses an address that is taken, with the system's error, and leaves no other open", async () => {
    await using taken = await startRawBackend();
    const proxy = await startProxy({ servers: [server('127.0.0.1:0')] }, QUIET);
    const free = proxy.addresses[0]?.port ?? 0;
    await proxy.close();
    const servers = [server(`127.0.0.1:${free}`), server(taken.address)];
    await assert.rejects(startProxy({ servers }, QUIET), { code: 'EADDRINUSE', port: taken.port });
    await assert.rejects(connectRaw(free), /ECONNREFUSED/);
    await assert.rejects(startProxy({ servers: [server('127.0.0.1:0')], health: { listen: taken.address } }, QUIET), {
      code: 'EADDRINUSE',
    });
  });

  test('tells where it listens, in the order of the servers, and asks where that shall be', async () => {
    const asked: string[] = [];
    const proxy = await startProxy(
      { servers: [server('10.0.0.1:80'), server('10.0.0.1:443')], health: { listen: 8081 } },
      {
        ...QUIET,
        mapListen: ({ host, port }) => {
          asked.push(`${host}:${port}`);
          return { host: '127.0.0.1', port: 0 };
        },
      },
    );
    assert.deepEqual(asked, ['10.0.0.1:80', '10.0.0.1:443', '0.0.0.0:8081']);
    assert.deepEqual(
      proxy.addresses.map(({ configured, host }) => [configured, host]),
      [
        ['10.0.0.1:80', '127.0.0.1'],
        ['10.0.0.1:443', '127.0.0.1'],
      ],
    );
    assert.ok((proxy.health?.port ?? 0) > 0);
    await proxy.close();
  });

  test('on unix sockets of both sides', async () => {
    await using folder = await temporaryFolder();
    const [front, back] = [join(folder.path, 'front.sock'), join(folder.path, 'back.sock')];
    const inner = await startProxy(
      {
        servers: [
          {
            listen: `unix:${back}`,
            locations: { '/': { return: { code: 200, text: '$http_host $http_x $remote_addr' } } },
          },
        ],
      },
      QUIET,
    );
    const proxySetHeader = { 'X-X': '$remote_addr', X: '$proxy_add_x_forwarded_for' };
    const outer = await startProxy(
      {
        servers: [
          { listen: `unix:${front}`, locations: { '/': { proxyPass: `http://unix:${back}:`, proxySetHeader } } },
        ],
      },
      QUIET,
    );
    using client = await connectRaw(front);
    client.write(GET);
    assert.equal((await client.response()).body.toString(), 'localhost unix: unix:');
    await outer.close();
    await inner.close();
  });

  test('closes everything', async () => {
    await using backend = await startRawBackend();
    const proxy = await startTestProxy(seedConfig(backend));
    using client = await proxy.connect();
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    await proxy.proxy.close();
    await client.ended();
    await upstream.ended();
    await assert.rejects(proxy.connect(), /ECONNREFUSED/);
    await proxy.proxy.close();
  });
});

describe("a backend's name", () => {
  const named = (address: string, resolve: boolean, dns?: string, valid?: string) => ({
    upstreams: { u: { servers: [{ address, resolve }] } },
    ...(dns === undefined ? {} : { resolver: { addresses: [dns], ...(valid === undefined ? {} : { valid }) } }),
    servers: [server('127.0.0.1:0', 'http://u')],
  });

  test('that does not resolve refuses the start', async () => {
    await assert.rejects(
      startProxy(named('no.invalid:80', false), QUIET),
      /^Error: host not found in upstream "no\.invalid:80"; correct the name, or set resolve to follow it$/,
    );
    await assert.rejects(
      startProxy({ servers: [server('127.0.0.1:0', 'http://no.invalid')] }, QUIET),
      /host not found in upstream/,
    );
  });

  test('that does not resolve yet is 502 with resolve, and the proxy lives', async () => {
    await using proxy = await startTestProxy(named('no.invalid:80', true));
    using client = await proxy.connect();
    for (const request of [GET, UPGRADE_REQUEST]) {
      client.write(request);
      const response = await client.response();
      assert.deepEqual([response.line, response.get('Connection')], ['HTTP/1.1 502 Bad Gateway', 'keep-alive']);
    }
  });

  test('is followed with resolve: found late, moved, lost', async () => {
    await using backend = await startRawBackend(answering(() => ok('found')));
    const answer: DnsAnswer = { addresses: [], ttl: 1, code: 3 };
    using dns = await startDns(answer);
    await using proxy = await startTestProxy(named(`chat.internal:${backend.port}`, true, dns.address, '100ms'));
    const line = async (): Promise<string> => {
      using client = await proxy.connect();
      client.write(GET);
      return (await client.response()).line;
    };
    const becomes = async (expected: string): Promise<void> => {
      for (let tries = 0; (await line()) !== expected; tries++) {
        assert.ok(tries < 100, proxy.errorLines.join('\n'));
        await delay(50);
      }
    };
    assert.equal(await line(), 'HTTP/1.1 502 Bad Gateway');
    Object.assign(answer, { addresses: ['127.0.0.1'], code: 0 });
    await becomes('HTTP/1.1 200 OK');
    Object.assign(answer, { addresses: ['127.0.0.77'] });
    await becomes('HTTP/1.1 502 Bad Gateway');
    Object.assign(answer, { addresses: ['127.0.0.77', '127.0.0.1'] });
    await becomes('HTTP/1.1 200 OK');
    Object.assign(answer, { addresses: [], code: 2 });
    await delay(300);
    assert.equal(await line(), 'HTTP/1.1 200 OK', 'a failing DNS server is no news of the backend');
  });

  test('stands for all its addresses', async () => {
    await using backend = await startRawBackend(answering(() => ok('x')));
    using dns = await startDns({ addresses: ['127.0.0.1', '127.0.0.77'], ttl: 60 });
    await using proxy = await startTestProxy(named(`chat.internal:${backend.port}`, true, dns.address));
    for (let i = 0; i < 4; i++) {
      using client = await proxy.connect();
      client.write(GET);
      assert.equal((await client.response()).line, 'HTTP/1.1 200 OK');
    }
    const tried = proxy.accessLines
      .map((text) => String((JSON.parse(text) as Record<string, unknown>)['upstream_addr']))
      .join(', ');
    assert.match(tried, new RegExp(`127\\.0\\.0\\.77:${backend.port}`));
  });

  test('is not asked for when the server is down', async () => {
    await using proxy = await startTestProxy({
      upstreams: { u: { servers: [{ address: '127.0.0.1:1', down: true }] } },
      servers: [server('127.0.0.1:0', 'http://u')],
    });
    using client = await proxy.connect();
    client.write(GET);
    assert.equal((await client.response()).line, 'HTTP/1.1 502 Bad Gateway');
    await eventually('a log line', () => proxy.errorLines.some((text) => text.includes('no live upstreams')));
  });
});
