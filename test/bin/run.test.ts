import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { getEcho, openWebSocket, startEchoBackend } from '../local/support/backends.ts';
import type { Program } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWsproxy } from './support.ts';

function configFor(backend: string, more: object = {}): string {
  return JSON.stringify({
    servers: [{ listen: '127.0.0.1:0', locations: { '/': { proxyPass: backend } } }],
    proxySetHeader: { Host: '$http_host', Upgrade: '$http_upgrade', Connection: 'upgrade' },
    ...more,
  });
}

async function addressOf(program: Program): Promise<string> {
  const [, address = ''] = await program.printed(/^wsproxy: listening on (127\.0\.0\.1:\d+)/m);
  return address;
}

describe('wsproxy run', () => {
  test('says where it listens and proxies a WebSocket', async () => {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('a');
    const file = join(folder.path, 'proxy.json');
    await writeFile(file, configFor(backend.url, { health: { listen: '127.0.0.1:0' } }));
    await using program = startWsproxy(['run', '--config', file]);
    const [, port = ''] = await program.printed(
      /^wsproxy: listening on 127\.0\.0\.1:\d+, health on 127\.0\.0\.1:(\d+)$/m,
    );
    assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
    await using client = await openWebSocket(`ws://${await addressOf(program)}/`);
    assert.equal(await client.ask('hello'), 'a: hello');
    client.close();
    const [line] = await program.printed(/^\{.*"status":101.*\}$/m);
    assert.equal((JSON.parse(line) as { readonly status: number }).status, 101);
  });

  test('takes a file in JSON or YAML, and standard input', async () => {
    await using folder = await temporaryFolder();
    const answer = (text: string): string =>
      `servers:\n- listen: 127.0.0.1:0\n  locations: { /: { return: { code: 200, text: ${text} } } }\n`;
    const files: Readonly<Record<string, string>> = {
      'a.json': `// comment\n${JSON.stringify({ servers: [{ listen: '127.0.0.1:0', locations: { '/': { return: { code: 200, text: 'a' } } } }] })}`,
      'b.yaml': answer('b'),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content);
    const texts = Object.keys(files).map(async (name) => {
      await using program = startWsproxy(['run', join(folder.path, name)]);
      return await (await fetch(`http://${await addressOf(program)}/`)).text();
    });
    assert.deepEqual(await Promise.all(texts), ['a', 'b']);

    await using program = startWsproxy(['run', '-'], { input: answer('d') });
    assert.equal(await (await fetch(`http://${await addressOf(program)}/`)).text(), 'd');
    program.signal('SIGHUP');
    await program.printed(
      /^wsproxy: standard input was read once, .*\nwsproxy: the configuration before stays in use$/m,
    );
  });

  test('reads its file again on SIGHUP, and keeps what it has when the file is wrong', async () => {
    await using folder = await temporaryFolder();
    await using before = await startEchoBackend('before');
    await using after = await startEchoBackend('after');
    const file = join(folder.path, 'proxy.json');
    await writeFile(file, configFor(before.url));
    await using program = startWsproxy(['run', '--config', file]);
    const address = await addressOf(program);
    await using client = await openWebSocket(`ws://${address}/`);

    await writeFile(file, configFor(after.url, { listn: 1 }));
    program.signal('SIGHUP');
    await program.printed(/^wsproxy: .*listn.*\nwsproxy: the configuration before stays in use$/m);
    assert.equal((await getEcho(`http://${address}/`)).backend, 'before');

    await writeFile(file, configFor(after.url));
    program.signal('SIGHUP');
    await program.printed(/^wsproxy: configuration reloaded; listening on /m);
    assert.equal((await getEcho(`http://${address}/`)).backend, 'after');
    assert.equal(await client.ask('still'), 'before: still');
  });

  for (const signal of ['SIGTERM', 'SIGQUIT', 'SIGINT'] as const) {
    test(`drains on ${signal}: open tunnels go on until they end, then it exits with 0`, async () => {
      await using folder = await temporaryFolder();
      await using backend = await startEchoBackend('a');
      const file = join(folder.path, 'proxy.json');
      await writeFile(file, configFor(backend.url));
      await using program = startWsproxy(['run', '--config', file]);
      const url = `ws://${await addressOf(program)}/`;
      await using client = await openWebSocket(url);
      program.signal(signal);
      await program.printed(/^wsproxy: draining, 1 open tunnel$/m);
      await assert.rejects(openWebSocket(url));
      assert.equal(await client.ask('still'), 'a: still');
      client.close();
      assert.equal(await program.ended(), 0);
    });
  }

  test('ends at once on a second signal', async () => {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('a');
    const file = join(folder.path, 'proxy.json');
    await writeFile(file, configFor(backend.url));
    await using program = startWsproxy(['run', '--config', file]);
    await using client = await openWebSocket(`ws://${await addressOf(program)}/`);
    program.signal('SIGTERM');
    await program.printed(/draining/);
    program.signal('SIGINT');
    assert.equal(await client.closed, 1006);
    assert.equal(await program.ended(), 0);
  });

  test('exits with 1 when its port is taken', async () => {
    await using folder = await temporaryFolder();
    await using backend = await startEchoBackend('a');
    const file = join(folder.path, 'proxy.json');
    const listen = new URL(backend.url).host;
    const servers = [{ listen, locations: { '/': { proxyPass: backend.url } } }];
    await writeFile(file, configFor(backend.url, { servers }));
    await using program = startWsproxy(['run', '--config', file]);
    assert.equal(await program.ended(), 1);
    assert.equal(
      program.output,
      `wsproxy: ${listen} is in use: another program listens there; end that, or have "listen" name another port\n`,
    );
  });
});
