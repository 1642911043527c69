import { readFile } from 'node:fs/promises';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { Case } from './case.ts';
import { check, type Failure } from './check.ts';
import { Client } from './client.ts';
import { Clock } from './clock.ts';
import type { Expect } from './expect.ts';
import { expand } from './fragments.ts';
import { nginxConf } from './nginx-conf.ts';
import { toRegExp } from './pattern.ts';
import { startUnderTest, type NotStarted, type ProgramUnderTest } from './program.ts';
import { look, type Seen } from './seen.ts';
import { startSurroundings, type Surroundings } from './surroundings.ts';

/** What came of one run of a case: without failures, it passed. */
export interface CaseResult {
  readonly failures: readonly Failure[];
  /** The nginx.conf it was. */
  readonly conf: string;
  /** Set when the program ended instead of listening. */
  readonly notStarted?: NotStarted;
}

/** How long the program has for what follows from closed connections, such as its access-log lines. */
const AFTER_CLOSE_MS = 150;
const LOG_PATIENCE_MS = 2000;

/** Runs a case against a program, with a folder, ports and backends of its own. */
export async function runCase(test: Case, program: ProgramUnderTest): Promise<CaseResult> {
  for (let tries = 1; ; tries++) {
    const result = await runOnce(test, program);
    // Another process may take the port between our look at it and the program's.
    if (tries === 3 || !/EADDRINUSE|Address already in use/.test(result.notStarted?.said ?? '')) return result;
  }
}

async function runOnce(test: Case, underTest: ProgramUnderTest): Promise<CaseResult> {
  const clock = new Clock();
  await using folder = await temporaryFolder();
  const prefix = folder.path;
  await using around = await startSurroundings(test, prefix, clock);
  const conf = nginxConf(test, prefix, around.values);
  const started = await startUnderTest(underTest, conf, prefix, around.port);
  if ('notStarted' in started) {
    const { notStarted } = started;
    return { failures: checkStartup(test.expect, notStarted), conf, notStarted };
  }
  await using program = started.program;
  using client = new Client(program, around.port, clock);
  clock.restart();
  await client.run(expand(test.client, around.values));
  await delay(test.settleMs);
  // Timers come before what the sockets have brought meanwhile.
  await turn();
  const seen = await observe(client, around, prefix, test.expect);
  return {
    failures: [...checkStartup(test.expect), ...check(test.expect, seen, underTest.nginxErrorLog === true)],
    conf,
  };
}

async function observe(client: Client, around: Surroundings, prefix: string, expect: Expect): Promise<Seen> {
  const read = (name: string): Promise<string> => readFile(`${prefix}/${name}`, 'latin1').catch(() => '');
  const open = {
    clients: Object.fromEntries([...client.connections].map(([name, connection]) => [name, look(connection)])),
    backends: around.backends.map(({ connections }) => connections.map(look)),
    errors: client.errors,
    exitMs: client.exitMs,
    accessLogWhileOpen: await read('access.log'),
    errorLog: await read('error.log'),
  };
  client[Symbol.dispose]();
  for (const backend of around.backends) backend.closeConnections();
  await delay(AFTER_CLOSE_MS);
  const end = performance.now() + LOG_PATIENCE_MS;
  let accessLog = await read('access.log');
  while (!complete(accessLog, expect) && performance.now() < end) {
    await delay(20);
    accessLog = await read('access.log');
  }
  return { ...open, accessLog };
}

function complete(log: string, { accessLog }: Expect): boolean {
  return (accessLog?.match ?? []).every((pattern) => toRegExp(pattern).test(log));
}

function checkStartup({ startupFails }: Expect, notStarted?: NotStarted): readonly Failure[] {
  const seen =
    notStarted === undefined ? 'it started' : `exit code ${notStarted.exitCode ?? '-'}: ${reason(notStarted)}`;
  if (startupFails === undefined)
    return notStarted === undefined ? [] : [{ what: 'start', expected: 'it starts', seen }];
  if (notStarted !== undefined && toRegExp(startupFails).test(notStarted.said)) return [];
  return [{ what: 'start', expected: `it does not start, and says ${startupFails}`, seen }];
}

function reason({ said }: NotStarted): string {
  const lines = said.trim().split('\n');
  return lines.filter((line) => !line.includes('[warn]')).join('\n');
}
