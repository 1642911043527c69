import assert from 'node:assert/strict';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startDevSession, type DevSession, type DevSessionOptions } from '../../../lib/local/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { getEcho, openWebSocket, startEchoBackend, type EchoedRequest } from '../support/backends.ts';
import { recordLog } from '../support/recorded-log.ts';
import { config, joined, proxyTemplate, writeAssembly, type ProxyFixture } from '../support/templates.ts';

type Session = DevSession & AsyncDisposable;

async function start(options: DevSessionOptions): Promise<Session> {
  const session = await startDevSession(options);
  return Object.assign(session, { [Symbol.asyncDispose]: () => session.close() });
}

/** Writes an assembly with one proxy. */
async function synthesize(directory: string, fixture: ProxyFixture = {}): Promise<void> {
  await writeAssembly(directory, { ChatStack: proxyTemplate(fixture) });
}

/** A stack whose proxy sends this header to its backends; another value is another version. */
function version(value: string, more: ProxyFixture = {}): ProxyFixture {
  const proxySetHeader = { ...config.proxySetHeader, 'X-Version': value };
  return { ...more, command: joined(JSON.stringify({ ...config, proxySetHeader })) };
}

function only<T>(list: readonly T[]): T {
  const [first, ...others] = list;
  if (first === undefined || others.length > 0) throw new Error(`expected one, got ${list.length}`);
  return first;
}

async function getHeaders(url: string): Promise<EchoedRequest['headers']> {
  return (await getEcho(url)).headers;
}

describe('startDevSession', () => {
  test('runs the synthesized proxy behind its load balancer, and says where everything is', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await using legacy = await startEchoBackend('legacy');
    await synthesize(folder.path);
    const log = recordLog();
    const backends = { chat: chat.url, '/': legacy.url };
    await using session = await start({ app: folder.path, backends, log });
    const { path, url, webSocketUrl } = only(session.proxies);
    assert.equal(path, 'ChatStack/Proxy');

    await using client = await openWebSocket(`${webSocketUrl}/chat/room`);
    assert.equal(await client.ask('hello'), 'chat: hello');
    assert.equal(session.tunnels, 1);
    const { backend, headers } = await getEcho(url);
    assert.equal(backend, 'legacy');
    assert.equal(headers['x-forwarded-for'], '127.0.0.1, 127.0.0.1', 'the load balancer and the proxy each add theirs');
    assert.equal(headers['x-forwarded-proto'], 'http');
    assert.equal(headers['x-forwarded-port'], '80');
    assert.equal(headers['host'], new URL(url).host);

    assert.deepEqual(
      log.lines.filter((line) => !line.startsWith('[')),
      [
        'ChatStack/Proxy: the target is healthy (health check GET /healthz on port 8081)',
        'ChatStack/Proxy',
        `  ${url}  ${webSocketUrl}  (listener HTTP 80)`,
        `  /chat/  -> chat             ${chat.url}`,
        `  /       -> legacy.internal  ${legacy.url}`,
        `WebSocket opened  /chat/ -> chat (${new URL(chat.url).host}), 1 open`,
      ],
    );
    await log.said(/^\[proxy\] GET \/ 200 in /);
  });

  test('starts without backends, says how to map them, and answers 502 for them', async () => {
    await using folder = await temporaryFolder();
    await synthesize(folder.path, { https: true });
    const log = recordLog();
    await using session = await start({ app: folder.path, log });
    const { url } = only(session.proxies);
    assert.equal((await fetch(`${url}/chat/`)).status, 502);
    await log.said(
      /^ {4}TLS is not terminated on this machine: plain HTTP here, with X-Forwarded-Proto: https for the backends$/,
    );
    await log.said(/^ {2}http:\/\/127\.0\.0\.1:\d+ {2}\(listener HTTP 80: redirects\)$/);
    await log.said(
      /^ {2}\/chat\/ {2}-> chat {13}not mapped: 502, since <Chat\/CloudmapService\.Name>\.chat\.internal:8080 exists only once deployed; add --backend chat=http:\/\/127\.0\.0\.1:PORT$/,
    );
    await log.said(
      /^ {2}\/ {7}-> legacy\.internal {2}not mapped: goes to legacy\.internal:8080 as if deployed, 502 if this machine can't reach it; or add --backend legacy\.internal=/,
    );
  });

  test('starts the backends of wsproxy.json, unless an option maps them', async () => {
    await using folder = await temporaryFolder();
    await using legacy = await startEchoBackend('legacy');
    const { path: directory } = folder;
    await synthesize(join(directory, 'cdk.out'));
    const server = `require('http').createServer((_, response) => response.end('started')).listen(process.env.PORT, process.env.HOST)`;
    await writeFile(join(directory, 'server.js'), server);
    const backends = { chat: { command: 'node server.js' }, '/': { command: 'exit 1' } };
    await writeFile(join(directory, 'wsproxy.json'), JSON.stringify({ backends }));
    await using session = await start({ app: join(directory, 'cdk.out'), backends: { 'legacy.internal': legacy.url } });
    const { url } = only(session.proxies);
    assert.equal(await (await fetch(`${url}/chat/`)).text(), 'started');
    assert.equal((await getEcho(url)).backend, 'legacy');
  });

  test('runs all proxies of an app on consecutive ports, or one of them', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { Blue: proxyTemplate({}, 'Blue'), Green: proxyTemplate({}, 'Green') });
    await using first = await start({ app: folder.path });
    assert.deepEqual(
      first.proxies.map(({ path }) => path),
      ['Blue/Proxy', 'Green/Proxy'],
    );
    await using second = await start({ app: folder.path, proxy: 'Green/Proxy' });
    assert.deepEqual(
      second.proxies.map(({ path }) => path),
      ['Green/Proxy'],
    );
    const choice = async (proxy: string): Promise<unknown> =>
      start({ app: folder.path, proxy }).catch((error: unknown) => (error as Error).message);
    assert.equal(await choice('Red'), '--proxy: no proxy is named Red; there are Blue/Proxy, Green/Proxy');
    assert.equal(await choice('Proxy'), '--proxy: Proxy is the end of more than one name: Blue/Proxy, Green/Proxy');
  });

  test('gives an unhealthy target its traffic nevertheless when there is no other', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path, { healthCheckPath: '/wrong' });
    const log = recordLog();
    await using session = await start({ app: folder.path, backends: { chat: chat.url }, log });
    await log.said(
      /^ChatStack\/Proxy: the target is unhealthy: health check GET \/wrong on port 8081: answers 404 instead of 200$/,
    );
    assert.equal((await fetch(`${only(session.proxies).url}/chat/`)).status, 200);
  });

  const refused: [string, Partial<DevSessionOptions>, RegExp][] = [
    [
      'a backend that there is not',
      { backends: { caht: 'http://127.0.0.1:1' } },
      /^--backend: no backend is named caht; there are chat \(\/chat\/\), legacy\.internal \(\/\)$/,
    ],
    [
      'a wrong address of a backend',
      { backends: { chat: '127.0.0.1' } },
      /^--backend: "127\.0\.0\.1" is no address of a backend; /,
    ],
  ];
  for (const [what, options, message] of refused) {
    test(`refuses ${what}`, async () => {
      await using folder = await temporaryFolder();
      await synthesize(folder.path);
      await assert.rejects(start({ app: folder.path, ...options }), { name: 'InputError', message });
    });
  }

  test('refuses an app without a proxy', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { Empty: {} });
    await assert.rejects(start({ app: folder.path }), {
      name: 'InputError',
      message: `${folder.path}: there is no WebSocketProxy in what it deploys`,
    });
  });

  test('is given up when it is aborted', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'app.js'), `console.log('here'); setInterval(() => {}, 1000)`);
    const abort = new AbortController();
    const log = recordLog();
    const session = start({ app: join(folder.path, 'app.js'), signal: abort.signal, log });
    await log.said(/^\[app\] here$/);
    abort.abort();
    await assert.rejects(session, { name: 'AbortError' });
  });
});

describe('DevSession.reload', () => {
  test('changes nothing when nothing differs', async () => {
    await using folder = await temporaryFolder();
    await synthesize(folder.path);
    await using session = await start({ app: folder.path });
    assert.equal(await session.reload(), false);
  });

  test('replaces a changed task as a deployment would: new connections to it, tunnels stay', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path, version('1'));
    const log = recordLog();
    await using session = await start({ app: folder.path, backends: { chat: chat.url }, log });
    const { url, webSocketUrl } = only(session.proxies);
    await using old = await openWebSocket(`${webSocketUrl}/chat/`);
    assert.equal((await getHeaders(`${url}/chat/`))['x-version'], '1');

    await synthesize(folder.path, version('2'));
    assert.equal(await session.reload(), true);
    assert.equal((await getHeaders(`${url}/chat/`))['x-version'], '2');
    assert.equal(await old.ask('still'), 'chat: still');
    assert.deepEqual(log.lines.filter((line) => line.startsWith('ChatStack/Proxy: ')).slice(-3), [
      'ChatStack/Proxy: proxySetHeader X-Version 1 -> 2',
      'ChatStack/Proxy: the target is healthy (health check GET /healthz on port 8081)',
      "ChatStack/Proxy: new connections go to the new version; 1 WebSocket stays for 30 s at most (deregistrationDelay, the target group's)",
    ]);
    old.close();
    await log.said(/^ChatStack\/Proxy: the version before has ended$/);
  });

  test('cuts tunnels to the task before when the deregistration delay is over', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path, version('1', { deregistrationDelay: 1 }));
    const log = recordLog();
    await using session = await start({ app: folder.path, backends: { chat: chat.url }, log });
    const url = `${only(session.proxies).webSocketUrl}/chat/`;
    await using old = await openWebSocket(url);
    await using other = await openWebSocket(url);
    await synthesize(folder.path, version('2', { deregistrationDelay: 1 }));
    await session.reload();
    await using young = await openWebSocket(url);
    assert.equal(await old.closed, 1006);
    assert.equal(await other.closed, 1006);
    await log.said(/^2 WebSockets closed: deregistrationDelay 1 s, the target group's, was over$/);
    assert.equal(await young.ask('still'), 'chat: still');
    assert.deepEqual(
      log.lines.filter((line) => line.startsWith('WebSocket closed')),
      [],
      'what was cut is said once',
    );
  });

  test("takes over the load balancer's settings without a new task", async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path);
    const log = recordLog();
    await using session = await start({ app: folder.path, backends: { chat: chat.url }, log });
    await synthesize(folder.path, { idleTimeout: 1 });
    assert.equal(await session.reload(), true);
    await log.said(/^ChatStack\/Proxy: idleTimeout 60 -> 1 s$/);
    await log.said(/^ChatStack\/Proxy: taken over, with the same task$/);
    await using client = await openWebSocket(`${only(session.proxies).webSocketUrl}/chat/`);
    assert.equal(await client.closed, 1006);
    await log.said(
      /^WebSocket closed {2}\/chat\/ -> chat \(.*\), after \S+ s, idle for 1 s: idleTimeout, the load balancer's, 0 open$/,
    );
    assert.equal(log.lines.filter((line) => line.includes('is healthy')).length, 1);
  });

  test("leaves open WebSockets alone when only the load balancer's times change, whatever the delay", async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path, { deregistrationDelay: 1 });
    const log = recordLog();
    await using session = await start({ app: folder.path, backends: { chat: chat.url }, log });
    await using client = await openWebSocket(`${only(session.proxies).webSocketUrl}/chat/`);
    await synthesize(folder.path, { deregistrationDelay: 2 });
    assert.equal(await session.reload(), true);
    await log.said(/^ChatStack\/Proxy: deregistrationDelay 1 -> 2 s$/);
    await log.said(/^ChatStack\/Proxy: taken over; 1 WebSocket stays$/);
    await delay(2500);
    assert.equal(await client.ask('still'), 'chat: still');
  });

  test('gives a new task that is unhealthy no traffic', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path, version('1'));
    await using session = await start({ app: folder.path, backends: { chat: chat.url } });
    const { url } = only(session.proxies);
    await synthesize(folder.path, version('2', { healthCheckPath: '/wrong' }));
    await assert.rejects(session.reload(), {
      message: 'ChatStack/Proxy: the new version is not healthy, so it gets no traffic',
    });
    assert.equal((await getHeaders(`${url}/chat/`))['x-version'], '1');
    await synthesize(folder.path, version('3'));
    assert.equal(await session.reload(), true);
    assert.equal((await getHeaders(`${url}/chat/`))['x-version'], '3');
  });

  test('keeps the port of a proxy whose listeners change', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path);
    await using session = await start({ app: folder.path, backends: { chat: chat.url } });
    const { url } = only(session.proxies);
    await synthesize(folder.path, { https: true });
    assert.equal(await session.reload(), true);
    assert.equal(only(session.proxies).url, url);
    assert.equal((await getHeaders(`${url}/chat/`))['x-forwarded-proto'], 'https');
  });

  test('starts proxies that are new and ends those that are gone', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { Blue: proxyTemplate({}, 'Blue') });
    await using session = await start({ app: folder.path });
    const { url } = only(session.proxies);
    await writeAssembly(folder.path, { Green: proxyTemplate({}, 'Green') });
    assert.equal(await session.reload(), true);
    assert.equal(only(session.proxies).path, 'Green/Proxy');
    await assert.rejects(fetch(url));
  });

  test('goes over to other backends of wsproxy.json', async () => {
    await using folder = await temporaryFolder();
    await using blue = await startEchoBackend('blue');
    await using green = await startEchoBackend('green');
    await synthesize(folder.path);
    const write = (url: string): Promise<void> =>
      writeFile(join(folder.path, 'wsproxy.json'), JSON.stringify({ backends: { chat: url } }));
    await write(blue.url);
    await using session = await start({ app: folder.path });
    await write(green.url);
    assert.equal(await session.reload(), true);
    assert.equal((await getEcho(`${only(session.proxies).url}/chat/`)).backend, 'green');
  });
});

describe('a watching DevSession', () => {
  /** An app that copies what `stack.json` holds into its assembly. */
  const app = `
    const { cpSync, readFileSync } = require('node:fs');
    if (readFileSync('stack.json', 'utf8') === 'broken') throw new Error('Chat/Proxy: idleTimeout is 5000 s');
    cpSync('.assembly', process.env.CDK_OUTDIR, { recursive: true });
  `;

  test('goes over to a new version when a source changes, and outlives a broken app', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    const directory = folder.path;
    const save = async (fixture: ProxyFixture, text: string): Promise<void> => {
      await synthesize(join(directory, '.assembly'), fixture);
      await writeFile(join(directory, 'stack.json'), text);
    };
    await writeFile(join(directory, 'app.js'), app);
    await writeFile(join(directory, 'cdk.json'), '{"app":"node app.js"}');
    await save(version('1'), 'first');
    const log = recordLog();
    await using session = await start({ app: directory, backends: { chat: chat.url }, watch: true, log });
    const { url, webSocketUrl } = only(session.proxies);
    await using old = await openWebSocket(`${webSocketUrl}/chat/`);
    await log.said(/^watching /);

    await writeFile(join(directory, 'stack.json'), 'broken');
    await log.said(
      /^the app \(node app\.js\) ended with exit code 1: Error: Chat\/Proxy: idleTimeout is 5000 s; the version before goes on$/,
    );
    assert.equal((await getHeaders(`${url}/chat/`))['x-version'], '1');

    await save(version('2'), 'second');
    await log.said(/^stack\.json changed: synthesizing /);
    await log.said(/^ChatStack\/Proxy: new connections go to the new version; 1 WebSocket stays for 30 s at most /);
    assert.equal((await getHeaders(`${url}/chat/`))['x-version'], '2');
    assert.equal(await old.ask('still'), 'chat: still');

    await appendFile(join(directory, 'app.js'), '// the same');
    await log.said(/^nothing changed in its proxies$/);
  });

  test('does not look at node_modules, cdk.out and hidden files', async () => {
    await using folder = await temporaryFolder();
    const directory = folder.path;
    await synthesize(join(directory, '.assembly'));
    await writeFile(join(directory, 'stack.json'), 'first');
    await writeFile(join(directory, 'app.js'), app);
    const log = recordLog();
    await using session = await start({ app: join(directory, 'app.js'), watch: true, log });
    for (const ignored of ['node_modules', 'cdk.out', '.git']) {
      await mkdir(join(directory, ignored));
      await writeFile(join(directory, ignored, 'file.js'), '');
    }
    await writeFile(join(directory, 'stack.json'), 'broken');
    await log.said(/the version before goes on$/);
    assert.equal(log.lines.filter((line) => line.startsWith('the app ')).length, 1, 'one change, not four');
    assert.equal(session.tunnels, 0);
  });
});

describe('DevSession.drain', () => {
  test('takes no new connections, and ends with the last tunnel', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path);
    await using session = await start({ app: folder.path, backends: { chat: chat.url } });
    const { webSocketUrl } = only(session.proxies);
    await using client = await openWebSocket(`${webSocketUrl}/chat/`);
    assert.equal(session.drainTimeout, 30);
    const drained = session.drain();
    assert.equal(await client.ask('still'), 'chat: still');
    await assert.rejects(openWebSocket(`${webSocketUrl}/chat/`));
    assert.equal(await client.ask('and still'), 'chat: and still');
    client.close();
    await drained;
  });

  test('is over at once when the session is closed', async () => {
    await using folder = await temporaryFolder();
    await using chat = await startEchoBackend('chat');
    await synthesize(folder.path);
    await using session = await start({ app: folder.path, backends: { chat: chat.url } });
    await using client = await openWebSocket(`${only(session.proxies).webSocketUrl}/chat/`);
    const drained = session.drain();
    await session.close();
    await drained;
    assert.equal(await client.closed, 1006);
  });
});
