import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startRawBackend, type RawBackend } from '../../support/raw-backend.ts';
import type { RawSocket } from '../../support/raw-socket.ts';
import { ok, startTestProxy, type TestProxy } from '../../support/test-proxy.ts';

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const post = (path: string, body: string, length = body.length): string =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n${body}`;

/** Answers when the client's FIN has long been there. */
async function answerLate(connection: RawSocket): Promise<void> {
  const { line } = await connection.request();
  await delay(100);
  connection.write(ok(line));
}

function startLateBackend(): Promise<RawBackend> {
  return startRawBackend((connection) => void answerLate(connection).catch(() => undefined));
}

function startProxy(backend: RawBackend): Promise<TestProxy> {
  const proxyPass = `http://${backend.address}`;
  return startTestProxy({
    servers: [
      {
        listen: '127.0.0.1:0',
        locations: {
          '/': { proxyPass, proxyIgnoreClientAbort: 'on' },
          '/minded': { proxyPass },
          '/own': { return: { code: 200, text: '$request_uri' } },
        },
      },
    ],
  });
}

/** Statuses and URIs. */
function logOf(proxy: TestProxy): readonly string[] {
  return proxy.accessLines.map((line) => {
    const { status, uri } = JSON.parse(line) as Readonly<Record<string, string>>;
    return `${status} ${uri}`;
  });
}

const CASES: Readonly<Record<string, { requests: readonly string[]; log: readonly string[] }>> = {
  'are all answered': {
    requests: [get('/1'), get('/2'), get('/3')],
    log: ['200 /1', '200 /2', '200 /3'],
  },
  'and bodies are all answered': {
    requests: [get('/1'), post('/2', 'hello'), get('/own')],
    log: ['200 /1', '200 /2', '200 /own'],
  },
  'are not answered from where nobody waits for the backend': {
    requests: [get('/1'), get('/minded'), get('/own')],
    log: ['200 /1', '499 /minded'],
  },
  'do not begin in a body that nobody wanted': {
    requests: [get('/1'), post('/own', get('/evil')), get('/3')],
    log: ['200 /1', '200 /own', '200 /3'],
  },
  'do not begin in the half of a body that nobody wanted': {
    requests: [get('/1'), post('/own', get('/evil'), 1000)],
    log: ['200 /1', '200 /own'],
  },
  'end with one whose body is not complete': {
    requests: [get('/1'), post('/2', 'hel', 5)],
    log: ['200 /1', '400 /2'],
  },
  'end with one that is not complete': {
    requests: [get('/1'), 'GET /2 HTTP/1.1\r\nHo'],
    log: ['200 /1', '400 /2'],
  },
};

describe('pipelined requests of a client that has ended its side', { concurrency: true }, () => {
  for (const [what, { requests, log }] of Object.entries(CASES)) {
    test(what, async () => {
      await using backend = await startLateBackend();
      await using proxy = await startProxy(backend);
      using client = await proxy.connect();
      client.write(requests.join(''));
      client.finish();
      assert.equal(await client.ended(), 'fin');
      assert.deepEqual(logOf(proxy), log);
      assert.equal(client.text.split('200 OK').length, log.filter((line) => line.startsWith('200')).length + 1);
      assert.equal(proxy.proxy.connections, 0);
    });
  }
});

describe('a request that is not complete', () => {
  for (const [how, leave] of [
    ['with FIN', (client: RawSocket) => client.finish()],
    ['with RST', (client: RawSocket) => client.reset()],
  ] as const) {
    test(`when its client leaves ${how} is a bad one in the log`, async () => {
      await using backend = await startLateBackend();
      await using proxy = await startProxy(backend);
      using client = await proxy.connect();
      client.write('GET /1 HTTP/1.1\r\nHo');
      await delay(50);
      leave(client);
      await proxy.access(0);
      assert.deepEqual(logOf(proxy), ['400 /1']);
    });
  }
});
