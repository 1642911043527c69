import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCase, type CaseInput } from './case.ts';
import { check, type Failure } from './check.ts';
import type { Seen, SideSeen } from './seen.ts';

const SIDE: SideSeen = {
  text: 'HTTP/1.1 101 Switching\r\n\r\nhello',
  length: 31,
  close: 'fin',
  closeMs: 1000,
  firstByteMs: 20,
  sentUntilBlocked: 5_000_000,
  errors: [],
};

const SEEN: Seen = {
  clients: { c1: SIDE, c2: { ...SIDE, close: undefined, closeMs: undefined } },
  backends: [[SIDE, { ...SIDE, text: 'second' }], [{ ...SIDE, errors: ['waited for x'] }], []],
  accessLogWhileOpen: 'open 101',
  accessLog: '127.0.0.1 "GET / HTTP/1.1" 101 rt=0.512 us=101\n',
  errorLog: 'upstream timed out',
  exitMs: 900,
  errors: [],
};

type ExpectInput = CaseInput['expect'];

function failures(expect: ExpectInput, change: Partial<Seen> = {}, nginxErrorLog = true): readonly Failure[] {
  const parsed = parseCase({ id: 'A', title: 'a', expect: { ignoreScriptErrors: true, ...expect } });
  return check(parsed.expect, { ...SEEN, ...change }, nginxErrorLog);
}

/** What is expected, once as it was seen and once not. */
const EXPECTATIONS: readonly (readonly [right: ExpectInput, wrong: ExpectInput, what: string])[] = [
  [{ client: { match: ['^HTTP', 'hello$'] } }, { client: { match: ['^HTTP', 'hallo$'] } }, 'client c1'],
  [{ client: { match: '101.*hello' } }, { client: { match: '101\\s*hello' } }, 'client c1'],
  [{ client: { notMatch: 'hallo' } }, { client: { notMatch: 'hello' } }, 'client c1'],
  [{ client: { length: [31, 31] } }, { client: { length: [32, 40] } }, 'client c1: bytes'],
  [{ client: { close: 'fin' } }, { client: { close: 'rst' } }, 'client c1: close'],
  [{ client: { closeMs: [900, 1000] } }, { client: { closeMs: [1001, 1100] } }, 'client c1: close (ms)'],
  [{ client: { firstByteMs: [0, 20] } }, { client: { firstByteMs: [0, 19] } }, 'client c1: first byte (ms)'],
  [{ clients: { c2: { close: 'open' } } }, { clients: { c2: { close: 'fin' } } }, 'client c2: close'],
  [{ clients: { c2: { match: 'hello' } } }, { clients: { c3: { match: 'hello' } } }, 'client c3'],
  [{ backend: { match: 'hello' } }, { backend: { match: 'second' } }, 'backend connection 0'],
  [{ backend: { connections: 2 } }, { backend: { connections: 1 } }, 'backend: connections'],
  [{ backend2: { connections: 1 } }, { backend2: { connections: 0 } }, 'backend2: connections'],
  [{ backend3: { connections: 0 } }, { backend3: { close: 'fin' } }, 'backend3 connection 0: close'],
  [
    { backend: { onConnection: { 1: { match: 'second' } } } },
    { backend: { onConnection: { 1: { match: 'third' } } } },
    'backend connection 1',
  ],
  [
    { backend: { sentUntilBlocked: [1, 6_000_000] } },
    { backend: { sentUntilBlocked: [1, 4_000_000] } },
    'backend connection 0: sent until blocked',
  ],
  [{ accessLog: { match: '" 101 ' } }, { accessLog: { match: '" 499 ' } }, 'access log'],
  [{ accessLog: { notMatch: '" 499 ' } }, { accessLog: { notMatch: '" 101 ' } }, 'access log'],
  [{ accessLog: { ms: { rt: [500, 520] } } }, { accessLog: { ms: { rt: [500, 510] } } }, 'access log: rt (ms)'],
  [{ accessLog: { ms: { rt: [500, 520] } } }, { accessLog: { ms: { urt: [0, 9999] } } }, 'access log: urt (ms)'],
  [{ accessLogWhileOpen: { match: '101' } }, { accessLogWhileOpen: { notMatch: '101' } }, 'access log while open'],
  [{ nginxErrorLog: { match: 'timed out' } }, { nginxErrorLog: { notMatch: 'timed out' } }, 'error log'],
  [{ exitMs: [800, 900] }, { exitMs: [0, 800] }, 'exit (ms)'],
];

describe('an expectation', () => {
  for (const [right, wrong, what] of EXPECTATIONS) {
    test(`${JSON.stringify(wrong)} fails`, () => {
      assert.deepEqual(failures(right), []);
      assert.deepEqual(
        failures(wrong).map((failure) => failure.what),
        [what],
      );
    });
  }

  test('of a time that never came is no matter of time', () => {
    const [early] = failures({ client: { closeMs: [1001, 1100] } });
    assert.equal(early?.timing, true);
    const [never] = failures({ clients: { c2: { closeMs: [0, 1100] } } });
    assert.equal(never?.timing, false);
    assert.equal(failures({ exitMs: [0, 800] }, { exitMs: undefined })[0]?.timing, false);
  });

  test("of nginx's error log is nothing to others", () =>
    assert.deepEqual(failures({ nginxErrorLog: { match: 'nothing of the kind' } }, {}, false), []));
});

describe('a step that failed', () => {
  test('is a failure', () =>
    assert.deepEqual(failures({ ignoreScriptErrors: false }), [
      { what: 'backend2 connection 0: script', expected: 'every step done', seen: 'waited for x' },
    ]));

  test('is none where that is ignored', () => assert.deepEqual(failures({}), []));

  test('is always one when it is about connecting or the end', () =>
    assert.equal(failures({}, { errors: ['connect must be refused'] })[0]?.what, 'client: script'));
});
