import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { readFailure, type Failure } from '../../../lib/local/program/failure.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What Node writes when it runs a program that fails. */
async function run(source: string): Promise<Failure & { readonly whole: string }> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'app.mjs');
  await writeFile(file, source);
  const { stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  assert.notEqual(status, 0);
  const failure = readFailure(stderr);
  return { ...failure, whole: [...failure.before, failure.errorLine, ...failure.details].join('\n') };
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe('readFailure says an error once, with its place in the code', () => {
  const cases: Readonly<Record<string, string>> = {
    'thrown at once': "throw new Error('boom');",
    'thrown in a constructor': "class Chat { constructor() { throw new TypeError('boom'); } }\nnew Chat();",
    'thrown later': "setTimeout(() => { throw new RangeError('boom'); }, 1);",
    'of a promise': "async function f() { throw new Error('boom'); }\nawait f();",
    logged: "console.error(new Error('boom')); process.exitCode = 1;",
  };
  for (const [name, source] of Object.entries(cases)) {
    test(name, async () => {
      const { errorLine, details, whole } = await run(source);
      assert.match(errorLine ?? '', /^\w*Error: boom$/);
      assert.equal(count(whole, 'boom'), 1, whole);
      assert.match(details[0] ?? '', /^ +at .*app\.mjs:\d/);
      assert.doesNotMatch(whole, /node:internal|Node\.js v|\^/);
    });
  }

  test('that is no error', async () => {
    const { whole } = await run("throw 'boom';");
    assert.equal(whole, 'boom');
  });

  test('with a cause', async () => {
    const { errorLine, whole } = await run("throw new Error('outer', { cause: new Error('boom') });");
    assert.equal(errorLine, 'Error: outer (cause: Error: boom)');
    assert.equal(count(whole, 'boom'), 1, whole);
  });

  test('of several lines, all of them', async () => {
    const { errorLine, details } = await run(String.raw`throw new Error('first\nsecond\nthird');`);
    assert.equal(errorLine, 'Error: first');
    assert.deepEqual(details.slice(0, 2), ['second', 'third']);
  });

  test('of syntax, with the code', async () => {
    const { errorLine, details } = await run('const x = ;');
    assert.match(errorLine ?? '', /^SyntaxError: .*app\.mjs:1\)$/);
    assert.deepEqual(
      details.map((line) => line.trim()),
      ['const x = ;', '^'],
    );
  });

  test('and what the program said before apart from it', async () => {
    const { before, errorLine } = await run("console.warn('careful'); throw new Error('boom');");
    assert.deepEqual(before, ['careful']);
    assert.equal(errorLine, 'Error: boom');
  });

  test('that is known from elsewhere, too', () => {
    const failure = readFailure('Error: in apply\n    at file:///app/index.ts:1:80\n', '', 'in apply');
    assert.deepEqual(failure, { errorLine: 'in apply', before: [], details: ['    at file:///app/index.ts:1:80'] });
  });
});
