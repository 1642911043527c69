import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { BackendProcess } from '../../../lib/local/backends/backend-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { recordLog, type RecordedLog } from '../support/recorded-log.ts';

const never = new AbortController().signal;

/** Says its process id to whoever asks; ends when asked for /end. */
const server = `
  const server = require('node:http').createServer((request, response) => {
    response.end(String(process.pid));
    if (request.url === '/end') server.close(() => process.exit(3)).closeAllConnections();
  });
  server.listen(process.env.PORT, process.env.HOST, () => console.log('listening'));
  console.error('starting');
`;

async function start(directory: string, source: string, log: RecordedLog): Promise<BackendProcess & AsyncDisposable> {
  await writeFile(join(directory, 'server.js'), source);
  const backend = await BackendProcess.start('chat', { command: 'node server.js', directory }, log, never);
  return Object.assign(backend, { [Symbol.asyncDispose]: () => backend.stop() });
}

async function get(url: URL): Promise<string> {
  return (await fetch(url)).text();
}

describe('BackendProcess', () => {
  test('listens on a free port when it has started, its output with its name before it', async () => {
    await using folder = await temporaryFolder();
    const log = recordLog();
    await using backend = await start(folder.path, server, log);
    assert.match(await get(backend.url), /^\d+$/);
    await log.said(/^\[chat\] listening$/);
    await log.said(/^\[chat\] starting$/);
  });

  test('is found when it listens on IPv6 only', async () => {
    await using folder = await temporaryFolder();
    await using backend = await start(folder.path, server.replace('process.env.HOST', "'::1'"), recordLog());
    assert.equal(backend.url.hostname, '[::1]');
    assert.match(await get(backend.url), /^\d+$/);
  });

  test('is started again on the same port when it ends by itself', async () => {
    await using folder = await temporaryFolder();
    const log = recordLog();
    await using backend = await start(folder.path, server, log);
    const first = await get(backend.url);
    await get(new URL('/end', backend.url)).catch(() => undefined);
    await log.said(/^\[chat\] ended with 3; starting it again in 0\.5 s$/);
    let second = first;
    while (second === first) second = await get(backend.url).catch(() => first);
    assert.match(second, /^\d+$/);
  });

  test('ends with everything it started', async () => {
    await using folder = await temporaryFolder();
    const directory = folder.path;
    await writeFile(join(directory, 'server.js'), server);
    // A shell that waits, and a server below it
    const command = `node server.js; true`;
    const backend = await BackendProcess.start('chat', { command, directory }, recordLog(), never);
    assert.match(await get(backend.url), /^\d+$/);
    await backend.stop();
    await assert.rejects(get(backend.url));
  });

  test('refuses a command that ends before it listens', async () => {
    await using folder = await temporaryFolder();
    const log = recordLog();
    await assert.rejects(start(folder.path, `throw new Error('no database')`, log), {
      name: 'InputError',
      message:
        "backend chat (node server.js) ended at once with 1; it must listen on the port in the environment's PORT",
    });
    await log.said(/^\[chat\] Error: no database$/);
  });

  test('is given up when it is aborted', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'server.js'), `console.log('here'); setInterval(() => {}, 1000)`);
    const abort = new AbortController();
    const log = recordLog();
    const started = BackendProcess.start(
      'chat',
      { command: 'node server.js', directory: folder.path },
      log,
      abort.signal,
    );
    await log.said(/here/);
    abort.abort();
    await assert.rejects(started, { name: 'AbortError' });
  });
});
