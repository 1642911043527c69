import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openWebSocket, startEchoBackend, type EchoBackend } from '../local/support/backends.ts';
import { proxyTemplate, writeAssembly, type ProxyFixture } from '../local/support/templates.ts';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import type { Program } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWsproxy, wsproxy } from './support.ts';

async function synthesize(directory: string, fixture: ProxyFixture = {}): Promise<void> {
  await writeAssembly(directory, { ChatStack: proxyTemplate(fixture) });
}

function startDev(app: string, backend: EchoBackend, ...args: string[]): Program & AsyncDisposable {
  return startWsproxy(['dev', app, '--port', '0', '--backend', `chat=${backend.url}`, ...args]);
}

async function chatUrl(program: Program): Promise<string> {
  const [, url = ''] = await program.printed(/(ws:\/\/127\.0\.0\.1:\d+)/);
  await program.printed(/ Ctrl-C drains and stops$/m);
  return `${url}/chat/`;
}

describe('wsproxy dev', () => {
  test('runs the app on the port it is told to', async () => {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('chat');
    await synthesize(folder.path);
    const port = await findFreePort();
    await using program = startDev(folder.path, backend, '--port', String(port));
    assert.equal(await chatUrl(program), `ws://127.0.0.1:${port}/chat/`);
    await using client = await openWebSocket(`ws://127.0.0.1:${port}/chat/`);
    assert.equal(await client.ask('hello'), 'chat: hello');
  });

  test('exits with 1 and says what to do when the port is taken', async () => {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('chat');
    await synthesize(folder.path);
    const { port } = new URL(backend.url);
    const { code, stderr } = await wsproxy(['dev', folder.path, '--port', port]);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `wsproxy: port ${port} is taken on 127.0.0.1; choose another with --port PORT, or --port 0 for any free one\n`,
    );
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`drains on ${signal}: open tunnels go on until they end, then it exits with 0`, async () => {
      await using folder = await temporaryFolder();
      await using backend = await startEchoBackend('chat');
      await synthesize(folder.path);
      await using program = startDev(folder.path, backend);
      const url = await chatUrl(program);
      await using client = await openWebSocket(url);
      assert.equal(await client.ask('hello'), 'chat: hello');
      program.signal(signal);
      await program.printed(
        / draining: 1 WebSocket may go on for 30 s \(the deregistration delay\); Ctrl-C again ends at once$/m,
      );
      assert.equal(await client.ask('still'), 'chat: still');
      client.close();
      assert.equal(await program.ended(), 0);
      await program.printed(/ stopped$/m);
    });
  }

  test('ends at once on a second Ctrl-C', async () => {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('chat');
    await synthesize(folder.path);
    await using program = startDev(folder.path, backend);
    await using client = await openWebSocket(await chatUrl(program));
    program.signal('SIGINT');
    await program.printed(/ draining/m);
    program.signal('SIGINT');
    assert.equal(await client.closed, 1006);
    assert.equal(await program.ended(), 0);
  });

  test('gives up its start on Ctrl-C, with everything it started', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'app.js'), `console.log(process.pid); setInterval(() => {}, 1000)`);
    await using program = startWsproxy(['dev', join(folder.path, 'app.js')]);
    await program.printed(/ \[app\] \d+$/m);
    program.signal('SIGINT');
    assert.equal(await program.ended(), 130);
  });

  test('goes over to a changed app, and open tunnels stay', async () => {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('chat');
    await synthesize(folder.path);
    await using program = startDev(folder.path, backend);
    const url = await chatUrl(program);
    await using client = await openWebSocket(url);
    await synthesize(folder.path, { image: 'another' });
    await program.printed(/ChatStack\/Proxy: image .* -> another$/m);
    await program.printed(
      /ChatStack\/Proxy: new connections go to the new version; 1 WebSocket stays for 30 s at most /m,
    );
    await using young = await openWebSocket(url);
    assert.equal(await young.ask('hello'), 'chat: hello');
    assert.equal(await client.ask('still'), 'chat: still');
  });
});

describe('wsproxy dev --once', () => {
  async function once(
    script: string,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('chat');
    await synthesize(folder.path);
    await writeFile(join(folder.path, 'once.js'), script);
    await writeFile(
      join(folder.path, 'wsproxy.json'),
      JSON.stringify({ backends: { chat: backend.url }, once: 'node once.js' }),
    );
    return await wsproxy(['dev', folder.path, '--once']);
  }

  test('runs the command against the running proxy, drains and exits with 0', async () => {
    const { code, stdout, stderr } = await once(
      `fetch(process.env.WSPROXY_URL + '/chat/').then((response) => console.log('answered ' + response.status))`,
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^answered 200$/m);
    assert.match(stdout, / stopped$/m);
  });

  test("exits with the command's exit code", async () => {
    const { code } = await once('process.exitCode = 7');
    assert.equal(code, 7);
  });
});
