import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startProgram } from '../../support/program.ts';
import { root } from '../../support/tools.ts';

const source = (path: string): string => JSON.stringify(join(root, 'proxy-runtime', path));

/** Computes for seven seconds in one turn of the event loop. @param each - what it does all the time */
const computing = (each: string): string => `
  import { reportProgress } from ${source('net/progress.ts')};
  import { watchEventLoop } from ${source('process/watchdog.ts')};
  watchEventLoop({ connections: 2, tunnels: 1 });
  const computed = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part);
  while (computed() < 7_000_000) { ${each} }
  process.exit(0);`;

describe('the watchdog of the event loop', () => {
  test('lets a turn take as long as it does in which many requests have come together', async () => {
    await using program = startProgram(process.execPath, ['--input-type=module', '-e', computing('reportProgress();')]);
    assert.equal(await program.ended(180), 0, program.output);
  });

  test('ends a process in which one of them takes that long', async () => {
    await using program = startProgram(process.execPath, ['--input-type=module', '-e', computing('')]);
    assert.equal(await program.ended(180), 70, program.output);
    assert.match(program.output, /the proxy ends, with its 2 connections, 1 of them tunnels/);
  });
});
