import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { CdkAppSource } from '../../../lib/local/cdk/app-source.ts';
import { synthesize } from '../../../lib/local/cdk/synthesize.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function app(directory: string, context: Readonly<Record<string, unknown>> = {}): CdkAppSource {
  return { kind: 'app', directory, command: 'node app.js', context, output: join(directory, 'cdk.out') };
}

/** An app that writes down what it is told instead of synthesizing. */
const reporter = `
  const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
  const { CDK_OUTDIR, CDK_CONTEXT_JSON, CONTEXT_OVERFLOW_LOCATION_ENV: more } = process.env;
  const context = { ...JSON.parse(CDK_CONTEXT_JSON), ...(more ? JSON.parse(readFileSync(more, 'utf8')) : {}) };
  console.log('synthesizing');
  mkdirSync(CDK_OUTDIR);
  writeFileSync(CDK_OUTDIR + '/report.json', JSON.stringify({ cwd: process.cwd(), node: process.execPath, context }));
`;

interface Report {
  readonly cwd: string;
  readonly node: string;
  readonly context: Readonly<Record<string, unknown>>;
}

async function readReport(assembly: string): Promise<Report> {
  return JSON.parse(await readFile(join(assembly, 'report.json'), 'utf8')) as Report;
}

describe('synthesize', () => {
  test('runs the app as the CDK CLI does: in its directory, with context, nothing bundled', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'app.js'), reporter);
    const output: string[] = [];
    let directory = '';
    const report = await synthesize(
      app(folder.path, { a: 1, b: 1 }),
      (assembly) => {
        directory = assembly;
        return readReport(assembly);
      },
      { context: { b: 'two' }, onOutput: (line) => output.push(line) },
    );
    assert.equal(report.cwd, folder.path);
    assert.equal(report.node, process.execPath);
    assert.deepEqual(report.context, {
      a: 1,
      b: 'two',
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:bundling-stacks': [],
    });
    assert.deepEqual(output, ['synthesizing']);
    assert.equal(existsSync(directory), false, 'the assembly is removed');
  });

  test('hands over a context that is too large for an environment variable', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'app.js'), reporter);
    const large = 'x'.repeat(300_000);
    const report = await synthesize(app(folder.path, { large }), readReport);
    assert.equal(report.context['large'], large);
  });

  const failures: [string, string, RegExp, RegExp][] = [
    [
      'an error that nobody catches: its message, and all of stderr',
      `console.error('before'); class PlanError extends Error { name = 'PlanError' }; throw new PlanError('Chat/Proxy: idleTimeout is 5000 s')`,
      /^the app \(node app\.js\) ended with exit code 1: PlanError: Chat\/Proxy: idleTimeout is 5000 s$/,
      /^before\n[^]*at .*app\.js/,
    ],
    [
      'an error with a code',
      `require('no-such-package')`,
      /^the app \(node app\.js\) ended with exit code 1: Error: Cannot find module 'no-such-package'$/,
      /MODULE_NOT_FOUND/,
    ],
    [
      'an exit with a last line of its own',
      `console.error('stage is missing\\n\\n'); process.exitCode = 3`,
      /^the app \(node app\.js\) ended with exit code 3: stage is missing$/,
      /^stage is missing\n/,
    ],
    ['an exit without a word', 'process.exitCode = 3', /^the app \(node app\.js\) ended with exit code 3$/, /^$/],
  ];
  for (const [what, source, message, output] of failures) {
    test(`reports ${what}`, async () => {
      await using folder = await temporaryFolder();
      await writeFile(join(folder.path, 'app.js'), source);
      const never = (): Promise<never> => assert.fail('a failed app has no assembly');
      await assert.rejects(synthesize(app(folder.path), never), (error: Error & { output: string }) => {
        assert.equal(error.name, 'SynthesisError');
        assert.match(error.message, message);
        assert.match(error.output, output);
        return true;
      });
    });
  }

  test('shortens the line of a minified library that threw', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'app.js'), `throw new Error('in here');/*${'x'.repeat(10_000)}*/`);
    const never = (): Promise<never> => assert.fail('a failed app has no assembly');
    await assert.rejects(synthesize(app(folder.path), never), (error: Error & { output: string }) => {
      assert.match(error.output, /^throw new Error\('in here'\);\/\*x+… \(10\d{3} characters\)$/m);
      assert.ok(error.output.length < 2000);
      return true;
    });
  });

  test('is given up when it is aborted', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'app.js'), `console.log('here'); setInterval(() => {}, 1000)`);
    const abort = new AbortController();
    const result = synthesize(app(folder.path), () => Promise.resolve(), {
      signal: abort.signal,
      onOutput: () => {
        abort.abort();
      },
    });
    await assert.rejects(result, { name: 'AbortError' });
  });
});
