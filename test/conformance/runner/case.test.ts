import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCase, type CaseInput } from './case.ts';
import { loadDeviations } from './deviations.ts';
import { expand, unknownPlaceholder } from './fragments.ts';
import { loadCases } from './load-cases.ts';

const RIGHT: CaseInput = { id: 'A', title: 'a', client: [{ send: '{{GET}}' }, 'expectClose'], expect: {} };

describe('a case', () => {
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['an unknown key', { exspect: {} }, /exspect/],
    ['an unknown expectation', { expect: { clint: {} } }, /expect\.clint/],
    ['an unknown expectation of one side', { expect: { client: { closed: 'fin' } } }, /expect\.client\.closed/],
    ['an unknown end', { expect: { client: { close: 'end' } } }, /expect\.client\.close/],
    ['an unknown step', { client: [{ sned: 'x' }] }, /client\.0/],
    ['an unknown word', { backend: ['stop'] }, /backend\.perConnection\.0\.0/],
    ['two actions in a step', { client: [{ send: 'x', sleep: 1 }] }, /exactly one action/],
    ['no action in a step', { client: [{ timeout: 1 }] }, /exactly one action/],
    ['a signal from a backend', { backend: [{ signal: 'HUP' }] }, /signal/],
    ['a bad pattern', { client: [{ expect: '(' }] }, /no regular expression/],
    ['an unknown addition to the configuration', { conf: { locaton: '' } }, /conf: neither/],
    ['an unknown placeholder', { client: [{ send: '{{GOT}}' }] }, /nothing has the name \{\{GOT\}\}/],
  ];
  for (const [what, change, message] of wrong) {
    test(`with ${what} is refused`, () => assert.throws(() => parseCase({ ...RIGHT, ...change }), message));
  }

  test('that is right is taken', () => {
    const { client, backend, settleMs } = parseCase(RIGHT);
    assert.equal(client[0]?.send, '{{GET}}');
    assert.equal(client[1]?.expectClose, true);
    assert.deepEqual(backend, [[]]);
    assert.equal(settleMs, 150);
  });
});

describe('a placeholder', () => {
  test('stands for its fragment, whose own ones are replaced, too', () =>
    assert.match(expand('{{UPGRADE_REQUEST}}', {}), /^GET \/chat HTTP\/1\.1\r\n.*Upgrade: websocket\r\n.*\r\n\r\n$/s));

  test('stands for what the run gives it, wherever it is', () =>
    assert.deepEqual(expand({ a: ['{{BACKEND}}', 1, null] }, { BACKEND: 'b:1' }), { a: ['b:1', 1, null] }));

  test('repeats', () => {
    assert.equal(expand('{{3*ab}}', {}), 'ababab');
    assert.equal(expand('{{3*X-#: b\r\n}}', {}), 'X-0: b\r\nX-1: b\r\nX-2: b\r\n');
  });

  test('without a value is an error', () => {
    assert.throws(() => expand('{{BACKEND}}', {}), /\{\{BACKEND\}\}/);
    assert.equal(unknownPlaceholder('{{GET}} {{BACKEND}} {{3*a}} {{NOBODY}}'), '{{NOBODY}}');
  });
});

describe('the cases', () => {
  const cases = loadCases();

  test('are all there', () => assert.equal(cases.length, 173));

  test('have ids of their own', () => assert.equal(new Set(cases.map((each) => each.test.id)).size, cases.length));

  test('each check something, whatever the program is', () => {
    const aside = new Set(['ignoreScriptErrors', 'clients', 'nginxErrorLog']);
    const unchecked = cases.filter(({ test: { expect } }) => {
      const checked = Object.entries(expect).filter(([key, value]) => !aside.has(key) && Boolean(value));
      return expect.ignoreScriptErrors && checked.length + Object.keys(expect.clients).length === 0;
    });
    // Its step `connect: refused` is what it checks.
    assert.deepEqual(
      unchecked.map((each) => each.test.id),
      ['Q09'],
    );
  });

  test('are what deviations are about', () => {
    const ids = new Set(cases.map((each) => each.test.id));
    for (const id of loadDeviations().keys()) assert.ok(ids.has(id), id);
  });
});
