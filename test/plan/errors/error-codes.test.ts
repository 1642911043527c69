import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ERRORS } from '../../../lib/plan/errors/error-codes.ts';
import { checkLocation, parseBackendUrl, planDeployment, PlanError, type ErrorCode } from '../../../lib/plan/index.ts';
import { root } from '../../support/tools.ts';

/** The codes that sources name, other than the table itself. */
function codesInSources(): ReadonlySet<string> {
  const files = globSync('lib/{plan,cdk,pulumi}/**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('errors/error-codes.ts'),
  );
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(/'(WSPROXY_\w+)'/g)].map(([, code = '']) => code)));
}

function codeOf(fails: () => unknown): ErrorCode | undefined {
  try {
    fails();
  } catch (error) {
    if (error instanceof PlanError) return error.code;
    throw error;
  }
  return undefined;
}

describe('The table of errors', () => {
  test('has each code that is thrown, and each of its codes is thrown', () => {
    assert.deepEqual([...codesInSources()].toSorted(), Object.keys(ERRORS).toSorted());
  });

  test('is in the order of the codes, with whole sentences', () => {
    const entries = Object.entries(ERRORS);
    assert.deepEqual(
      entries.map(([code]) => code),
      entries.map(([code]) => code).toSorted(),
    );
    for (const [code, entry] of entries) {
      for (const text of Object.values<string>({ ...entry })) assert.match(text, /^[A-Z].*\.$/, code);
    }
  });

  test('has the code of what is refused', () => {
    assert.equal(
      codeOf(() => planDeployment({ idleTimeout: 5000 })),
      'WSPROXY_LIMIT',
    );
    assert.equal(
      codeOf(() => checkLocation('chat', { scheme: 'http', host: 'chat', port: '80' })),
      'WSPROXY_LOCATION',
    );
    assert.equal(
      codeOf(() => parseBackendUrl('ws://chat')),
      'WSPROXY_BACKEND_ADDRESS',
    );
  });
});

test('A PlanError keeps its code and its cause where a place is put before it', () => {
  const cause = new Error('why');
  const error = new PlanError('WSPROXY_VALUE', 'a is wrong', { cause }).at('Stack/Proxy');
  assert.deepEqual([error.code, error.message, error.cause], ['WSPROXY_VALUE', 'Stack/Proxy: a is wrong', cause]);
});
