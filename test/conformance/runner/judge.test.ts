import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCase, type Case } from './case.ts';
import type { Failure } from './check.ts';
import type { Deviation } from './deviations.ts';
import { judge } from './judge.ts';
import { runCase, type CaseResult } from './run-case.ts';
import type { Target } from './targets.ts';

const CASE = parseCase({ id: 'A', title: 'a', conf: 'server { listen {{LISTEN}}; }\nrewrite ^ /;', expect: {} });

const LATE: Failure = { what: 'client c1: close (ms)', expected: '1 to 2', seen: '3', timing: true };
const WRONG: Failure = { what: 'client c1', expected: 'x', seen: 'y' };

function targetWith(deviation?: Deviation, program: Target['program'] = { command: 'none' }): Target {
  return { name: 'wsproxy', program, deviations: new Map(deviation && [[CASE.id, deviation]]) };
}

/** Runs that give these failures, one after the other. */
function runs(...all: readonly (readonly Failure[])[]): { run: typeof runCase; ran: Case[] } {
  const ran: Case[] = [];
  return {
    ran,
    run: (each) => Promise.resolve<CaseResult>({ failures: all[ran.push(each) - 1] ?? [], conf: '' }),
  };
}

/** A program that only prints: CONF is its nginx.conf there, and LINE the one `rewrite` is in. */
function saying(text: string, exitCode: number): Target['program'] {
  const program = `
    const conf = process.argv[4];
    const lines = require('node:fs').readFileSync(conf, 'utf8').split('\\n');
    const line = lines.findIndex((each) => each.includes('rewrite')) + 1;
    process.stderr.write(${JSON.stringify(text)}.replaceAll('CONF', conf).replaceAll('LINE', line));
    process.exit(${exitCode});`;
  return { command: process.execPath, args: ['-e', program, '--'] };
}

describe('a case', () => {
  test('that is as expected has passed', async () => {
    const { run, ran } = runs([]);
    assert.equal((await judge(CASE, targetWith(), run)).verdict, 'passed');
    assert.equal(ran.length, 1);
  });

  test('that is not has failed, and is not tried again', async () => {
    const { run, ran } = runs([WRONG], []);
    assert.equal((await judge(CASE, targetWith(), run)).verdict, 'failed');
    assert.equal(ran.length, 1);
  });

  test('in which more than times is wrong is not tried again', async () => {
    const { run, ran } = runs([LATE, WRONG], []);
    assert.equal((await judge(CASE, targetWith(), run)).verdict, 'failed');
    assert.equal(ran.length, 1);
  });

  test('in which only times are wrong is tried once more, which is told', async () => {
    const { run } = runs([LATE], []);
    const { verdict, mistimed } = await judge(CASE, targetWith(), run);
    assert.equal(verdict, 'passed');
    assert.deepEqual(mistimed, [LATE]);
  });

  test('in which times are wrong twice has failed', async () => {
    const { run, ran } = runs([LATE], [LATE], []);
    assert.equal((await judge(CASE, targetWith(), run)).verdict, 'failed');
    assert.equal(ran.length, 2);
  });

  test('that cannot be run has failed', async () => {
    const broken: typeof runCase = () => Promise.reject(new Error('no port'));
    const { verdict, failures } = await judge(CASE, targetWith(), broken);
    assert.equal(verdict, 'failed');
    assert.match(failures[0]?.seen ?? '', /no port/);
  });
});

describe('a deviation', () => {
  const { expect } = parseCase({ id: 'A', title: 'a', expect: { exitMs: [1, 2] } });
  const deviation: Deviation = { reason: 'ours is better', instead: { expect } };

  test('takes the place of what nginx does', async () => {
    const { run, ran } = runs([]);
    const { verdict, reason } = await judge(CASE, targetWith(deviation), run);
    assert.equal(verdict, 'deviates');
    assert.equal(reason, 'ours is better');
    assert.deepEqual(ran[0], { ...CASE, expect });
  });

  test('must be kept to', async () =>
    assert.equal((await judge(CASE, targetWith(deviation), runs([WRONG]).run)).verdict, 'failed'));
});

describe('a refusal', () => {
  const deviation: Deviation = { reason: 'not ours', refuses: 'rewrite' };

  const verdictOn = async (text: string, exitCode = 1): Promise<string> =>
    (await judge(CASE, targetWith(deviation, saying(text, exitCode)))).verdict;

  test('names the directive and its place', async () =>
    assert.equal(await verdictOn('nginx: [emerg] rewrite is not supported in CONF:LINE\n'), 'refused'));

  test('may come behind warnings', async () =>
    assert.equal(await verdictOn('[warn] CONF:1: user has no effect\nCONF:LINE: no rewrite here\n'), 'refused'));

  for (const [what, text, exitCode] of [
    ['the wrong line', 'CONF:1: rewrite is not supported'],
    ['no line', 'rewrite is not supported'],
    ['another directive', 'CONF:LINE: error_page is not supported'],
    ['success', 'CONF:LINE: rewrite is not supported', 0],
    ['two lines', 'CONF:LINE: rewrite is not supported\nno rewrite at all'],
  ] as const) {
    test(`with ${what} is a failure`, async () => assert.equal(await verdictOn(text, exitCode), 'failed'));
  }

  test('that does not come is a failure', async () =>
    assert.equal((await judge(CASE, targetWith(deviation), runs([]).run)).verdict, 'failed'));
});

describe('a program that does not start', () => {
  test('has failed', async () => {
    const program = { command: process.execPath, args: ['-e', 'process.exit(3)', '--'] };
    const { verdict, failures } = await judge(CASE, targetWith(undefined, program));
    assert.equal(verdict, 'failed');
    assert.match(failures[0]?.seen ?? '', /exit code 3/);
  });

  test('has failed when it does not even exist', async () => {
    const { verdict } = await judge(CASE, targetWith(undefined, { command: '/nonexistent/nginx' }));
    assert.equal(verdict, 'failed');
  });
});
