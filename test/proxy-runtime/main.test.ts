import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import { startProgram, type Program } from '../support/program.ts';
import { answering, startRawBackend } from '../support/raw-backend.ts';
import { connectRaw } from '../support/raw-socket.ts';
import { GET, ok, SWITCHING, UPGRADE_REQUEST } from '../support/test-proxy.ts';
import { root } from '../support/tools.ts';

const SERVER = join(root, 'dist', 'proxy-runtime', 'server.mjs');

/** Starts the program on `port`, everything proxied to `backend`, and waits until it listens. */
async function start(port: number, backend: string, config: object = {}): Promise<Program & AsyncDisposable> {
  const servers = [{ listen: `127.0.0.1:${port}`, locations: { '/': { proxyPass: `http://${backend}` } } }];
  const proxySetHeader = { Upgrade: '$http_upgrade', Connection: 'upgrade' };
  const json = JSON.stringify({ servers, proxySetHeader, ...config });
  const program = startProgram(process.execPath, [SERVER, '--config-json', json]);
  await program.printed(/listens on/);
  return program;
}

describe("the program of the proxy's container", () => {
  before(async () => {
    const build = startProgram(process.execPath, [join(root, 'scripts', 'build.ts'), '--runtime']);
    assert.equal(await build.ended(), 0, build.output);
  });

  for (const signal of ['SIGTERM', 'SIGQUIT', 'SIGINT'] as const) {
    test(`serves, drains on ${signal} and exits with 0`, async () => {
      await using backend = await startRawBackend();
      const port = await findFreePort();
      await using program = await start(port, backend.address);
      using client = await connectRaw(port);
      client.write(UPGRADE_REQUEST);
      const upstream = await backend.connection(0);
      await upstream.request();
      upstream.write(SWITCHING);
      await client.response();
      program.signal(signal);
      await program.printed(new RegExp(`${signal}: draining 1 connections, 1 of them tunnels`));
      client.write('still here');
      assert.equal(await upstream.takeText(10), 'still here');
      await assert.rejects(connectRaw(port), /ECONNREFUSED/);
      upstream.finish();
      assert.equal(await program.ended(10), 0);
      assert.match(program.output, /"status":101,.*"request_completion":"OK"/);
    });
  }

  test('ends at once on a second SIGINT', async () => {
    await using backend = await startRawBackend();
    const port = await findFreePort();
    await using program = await start(port, backend.address);
    using client = await connectRaw(port);
    client.write(UPGRADE_REQUEST);
    await backend.connection(0);
    program.signal('SIGINT');
    await program.printed(/SIGINT: draining/);
    program.signal('SIGINT');
    assert.equal(await program.ended(10), 130);
  });

  test('ends after workerShutdownTimeout, whoever does not', async () => {
    await using backend = await startRawBackend();
    const port = await findFreePort();
    await using program = await start(port, backend.address, { workerShutdownTimeout: '300ms' });
    using client = await connectRaw(port);
    client.write(UPGRADE_REQUEST);
    const upstream = await backend.connection(0);
    await upstream.request();
    upstream.write(SWITCHING);
    await client.response();
    client.pause();
    upstream.write(Buffer.alloc(20_000_000));
    program.signal('SIGTERM');
    assert.equal(await program.ended(8), 0);
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp, number])[] = [
    ['no configuration', [], /^wsproxy: the command has no configuration; use .*\n$/, 2],
    [
      'a bad one',
      ['--config-json', '{"servers":[{"listen":1,"locations":{"/":{}}}]}'],
      /^wsproxy: --config-json: servers\[0\]\.locations\["\/"\]: has no backend; .*\n$/,
      2,
    ],
    ['no JSON', ['--config-json', '{\n'], /^wsproxy: --config-json:2:1: is not JSON: [^\n]*\n$/, 2],
    ['no file', ['--config', '/does/not/exist'], /^wsproxy: \/does\/not\/exist: there is no such file\n$/, 2],
  ];
  for (const [what, args, output, code] of wrong) {
    test(`says what is wrong in one line, and exits with ${code}: ${what}`, async () => {
      await using program = startProgram(process.execPath, [SERVER, ...args]);
      assert.equal(await program.ended(10), code);
      assert.match(program.output, output);
    });
  }

  test('says in one line that its address is taken', async () => {
    await using taken = await startRawBackend();
    const config = { servers: [{ listen: taken.address, locations: {} }] };
    await using program = startProgram(process.execPath, [SERVER, '--config-json', JSON.stringify(config)]);
    assert.equal(await program.ended(10), 1);
    assert.match(program.output, /^wsproxy: 127\.0\.0\.1:\d+ is in use: another program listens there; [^\n]*\n$/);
  });

  test('goes on when the readers of its logs are gone', async () => {
    await using backend = await startRawBackend(answering(() => ok('alive')));
    const port = await findFreePort();
    const config = {
      servers: [{ listen: `127.0.0.1:${port}`, locations: { '/': { proxyPass: `http://${backend.address}` } } }],
    };
    const child = spawn(process.execPath, [SERVER, '--config-json', JSON.stringify(config)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      await eventually('its first line', () => (child.stderr.read() as Buffer | null) !== null);
      child.stdout.destroy();
      child.stderr.destroy();
      using client = await connectRaw(port);
      for (let i = 0; i < 20; i++) {
        client.write(GET);
        assert.equal((await client.response()).body.toString(), 'alive');
      }
      client.write('get / HTTP/1.1\r\n');
      assert.equal((await client.response()).line, 'HTTP/1.1 400 Bad Request');
      using other = await connectRaw(port);
      other.write(GET);
      await other.response();
      assert.equal(child.exitCode, null);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('is small, and needs nothing but Node', () => {
    const text = readFileSync(SERVER, 'utf8');
    assert.doesNotMatch(text, /\bfrom ?"[\w:./@-]+"/, 'it imports');
    const modules = [...text.matchAll(/\bgetBuiltinModule\("([^"]+)"\)/g)].map(([, name]) => name);
    assert.ok(modules.length > 0);
    assert.deepEqual(
      modules.filter((name) => !name?.startsWith('node:')),
      [],
    );
  });
});
