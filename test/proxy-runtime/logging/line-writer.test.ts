import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { LineWriter } from '../../../proxy-runtime/logging/line-writer.ts';
import { findFreePort } from '../../../lib/local/backends/free-port.ts';
import { eventually } from '../../support/eventually.ts';
import { connectRaw } from '../../support/raw-socket.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { GET } from '../../support/test-proxy.ts';
import { fromSources, root } from '../../support/tools.ts';

interface Pipe extends AsyncDisposable {
  readonly reader: number;
  readonly writer: number;
  /** All that can be read now. */
  read(): string;
}

async function makePipe(): Promise<Pipe> {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const buffer = Buffer.alloc(1 << 20);
  const read = (): string => {
    try {
      return buffer.toString('latin1', 0, readSync(reader, buffer));
    } catch {
      return '';
    }
  };
  return {
    ...{ reader, writer, read },
    [Symbol.asyncDispose]: async () => {
      closeSync(reader);
      closeSync(writer);
      await folder[Symbol.asyncDispose]();
    },
  };
}

const noLosses = { failing: () => undefined, lost: () => undefined };

describe('lines', () => {
  test('are written at once, and those that follow with a flush at the latest', async () => {
    await using pipe = await makePipe();
    const writer = new LineWriter(pipe.writer, 4096, noLosses);
    writer.write('first', 'utf8');
    assert.equal(pipe.read(), 'first\n');
    writer.write('text: é', 'utf8');
    writer.write('bytes: \xe9', 'latin1');
    writer.write('text: é', 'utf8');
    writer.flush();
    assert.equal(pipe.read(), 'text: \xc3\xa9\nbytes: \xe9\ntext: \xc3\xa9\n');
    assert.ok(writer.idle);
  });

  test('that nobody flushes are written, too', async () => {
    await using pipe = await makePipe();
    const writer = new LineWriter(pipe.writer, 4096, noLosses);
    for (const line of ['a', 'b', 'c']) writer.write(line, 'latin1');
    let text = '';
    await eventually('all lines', () => (text += pipe.read()) === 'a\nb\nc\n');
  });

  test('go out before that when they are many', async () => {
    await using pipe = await makePipe();
    const writer = new LineWriter(pipe.writer, 4096, noLosses);
    for (let number = 0; number < 40; number++) writer.write('x'.repeat(999), 'latin1');
    assert.ok(pipe.read().length >= 32_000);
    writer.close();
    assert.ok(writer.idle);
  });
});

describe('lines for a reader that is stuck', () => {
  test('are kept up to 4 MiB, and then those that come are lost, which is told when it reads on', async () => {
    await using pipe = await makePipe();
    const told: string[] = [];
    const writer = new LineWriter(pipe.writer, 4096, {
      failing: (why) => told.push(why),
      lost: (count, why) => told.push(`${count}: ${why}`),
    });
    const line = (number: number): string => `${number} ${'x'.repeat(1000)}`;
    for (let number = 0; number < 6000; number++) writer.write(line(number), 'latin1');
    assert.deepEqual(told, []);
    let text = '';
    await eventually('all that was kept', () => {
      text += pipe.read();
      return writer.idle && text.endsWith('\n');
    });
    const kept = text.split('\n').length - 1;
    assert.ok(kept > 4000 && kept < 4400, `${kept} are kept`);
    assert.equal(text, Array.from({ length: kept }, (_, number) => `${line(number)}\n`).join(''));
    assert.deepEqual(told, [`${6000 - kept}: nobody read them in time`]);
    writer.write('next', 'latin1');
    await eventually('the next line', () => pipe.read() === 'next\n');
    assert.equal(told.length, 1);
  });

  test('are not torn by those of others that write to the same pipe', async () => {
    await using pipe = await makePipe();
    const writers = ['a', 'b'].map((letter) => ({ letter, writer: new LineWriter(pipe.writer, 4096, noLosses) }));
    for (let number = 0; number < 300; number++)
      for (const { letter, writer } of writers) writer.write(letter.repeat(900), 'latin1');
    let text = '';
    await eventually('all lines', () => {
      text += pipe.read();
      return text.length === 600 * 901;
    });
    assert.deepEqual([...new Set(text.split('\n'))].sort(), ['', 'a'.repeat(900), 'b'.repeat(900)]);
  });

  for (const workers of [1, 2]) {
    test(`cost ${workers === 1 ? 'a proxy' : 'one of two workers'} neither its memory nor its time`, async () => {
      const port = await findFreePort();
      const text = 'x'.repeat(900);
      const json = JSON.stringify({
        servers: [{ listen: `127.0.0.1:${port}`, locations: { '/': { return: { code: 200, text: 'x' } } } }],
        logFormats: { long: { format: text } },
        accessLog: { path: 'stdout', format: 'long' },
        keepaliveRequests: 1_000_000,
      });
      const server = join(root, 'proxy-runtime/program.ts');
      const child = spawn(process.execPath, [server, '--workers', String(workers), '--config-json', json], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...fromSources },
      });
      try {
        let errors = '';
        child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
        await eventually('its first line', () => errors.includes('listens on'));
        using client = await connectRaw(port);
        const requests = 300;
        const resident = (): number =>
          Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'latin1'))?.[1]);
        const before = resident();
        for (let round = 0; round < 50; round++) {
          client.write(GET.repeat(requests));
          for (let answer = 0; answer < requests; answer++) await client.response();
        }
        const grown = resident() - before;
        assert.ok(grown < 60_000, `it has grown by ${grown} kB`);
        let lines = 0;
        child.stdout.on('data', (chunk: Buffer) => (lines += chunk.toString().split('\n').length - 1));
        await eventually('it is told', () => /(\d+) lines of standard output were lost/.test(errors));
        const [, lost] = /(\d+) lines of standard output were lost: nobody read them in time/.exec(errors) ?? [];
        await eventually('all others', () => lines + Number(lost) === 50 * requests);
      } finally {
        child.kill('SIGKILL');
      }
    });
  }
});
