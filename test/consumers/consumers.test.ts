import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packPackage } from '../support/packed-package.ts';
import { cdk } from '../support/tools.ts';
import { tsconfig, type Compiler } from './compilers.ts';
import { Projects, type Project } from './projects.ts';
import { pulumiProgram, runPulumi } from './pulumi.ts';
import { bothModules, cdkTest, readmeExamples } from './readme.ts';
import { testingPage, testsIn, withoutTimes, type Runner } from './testing-page.ts';

/** Of all compilers and ways to find modules, each once; matrix.ts has every pair. */
const COMPILERS: readonly Compiler[] = [
  { typescript: '5.4', modules: 'commonjs' },
  { typescript: '5.9', modules: 'node16' },
  { typescript: '6', modules: 'nodenext' },
  { typescript: '7', modules: 'bundler' },
];

const examples = readmeExamples();
const page = testingPage();

/** The packed package in projects as people have them, each with the tools, the settings and the flags that it comes with. */
describe('The packed package works in', { concurrency: 2 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'wsproxy-packed-'));
  let tarball: string;
  let projects: Projects;
  before(() => {
    tarball = packPackage(folder);
    projects = new Projects(tarball);
  });
  after(() => {
    projects.remove();
    rmSync(folder, { recursive: true });
  });

  test('what `cdk init app --language typescript` makes', async () => {
    const project = projects.make('chat');
    await project.run(cdk, ['init', 'app', '--language', 'typescript', '--generate-only']);
    // What its package.json and its tsconfig.json's `typeRoots` name
    project.useTypeScript('7');
    project.link('@types');
    project.write({ 'test/chat.test.ts': cdkTest('test') });
    await project.typeCheck();
    assert.match(await project.run('jest'), /^Tests: +1 passed, 1 total$/m);
  });

  for (const module of ['nodenext', 'commonjs'] as const)
    test(`what \`pulumi new aws-typescript\` makes or made, with ${module}, type-checked and run by Pulumi's runner`, async () => {
      const project = projects.make(`pulumi-${module}`, pulumiProgram(module));
      assert.match(await runPulumi(project), /^aws:ecs\/service:Service$/m);
    });

  test("a Pulumi program of which Pulumi's runner says where it has a wrong type", async () => {
    const source = examples.pulumi.replace("'15m'", 'true');
    await assert.rejects(runPulumi(projects.make('wrong', pulumiProgram('commonjs', source))), /index\.ts.*TS2322/s);
  });

  for (const compiler of COMPILERS)
    test(`a project of TypeScript ${compiler.typescript} with ${compiler.modules}`, async () => {
      const project = projects.make(`typescript-${compiler.typescript}`, {
        // The declarations of all packages by the fastest
        'tsconfig.json': tsconfig(compiler, compiler.typescript !== '7'),
        'cdk.ts': examples.cdk,
        'pulumi.ts': examples.pulumi,
      });
      project.useTypeScript(compiler.typescript);
      await project.typeCheck();
    });

  test('mocha with ts-node', async () => {
    const project = projects.make('mocha', {
      'tsconfig.json': tsconfig({ typescript: '5.9', modules: 'commonjs' }),
      'chat.spec.ts': cdkTest('it'),
    });
    const options = ['--require', 'ts-node/register', '--timeout', '60000'];
    assert.match(await project.run('mocha', [...options, 'chat.spec.ts']), /^ +1 passing/m);
  });

  test('vitest', async () => {
    const project = projects.make('vitest', {
      'chat.test.ts': `import { test } from 'vitest';\n${cdkTest('test')}`,
    });
    assert.match(await project.run('vitest', ['run', '--testTimeout', '60000']), /Tests +1 passed/);
  });

  test('all that resolve its types, says are-the-types-wrong, and publint finds nothing', async () => {
    const project = projects.make('checks');
    await project.run('attw', [tarball, '--profile', 'strict']);
    await project.run('publint', ['run', tarball, '--strict']);
  });

  test('tsx, in a CommonJS project and in one of ES modules', async () => {
    for (const type of ['commonjs', 'module']) {
      const project = projects.make(`tsx-${type}`, { 'package.json': { type }, 'app.ts': examples.cdk });
      assert.equal(await project.run('tsx', ['app.ts']), '');
    }
  });

  test('plain JavaScript on the oldest Node, and a process that imports and requires it', async () => {
    const node = projects.node('22.12');
    const project = projects.make('plain', bothModules());
    assert.equal(await project.run(node, ['twice.mjs']), 'each once\n');
    assert.equal(await project.run(node, ['require.cjs']), '900\n');
    assert.match(
      await project.run(node, [projects.wsproxy, 'explain', 'explained.mjs']),
      /after 900 s \(idle_timeout\)/,
    );
  });

  for (const runner of page.runners)
    test(`docs/testing.md, CDK with ${runner.name}`, async () => {
      const project = projects.make(`testing-cdk/${runner.name}/chat`);
      if (runner.name === 'jest') {
        await project.run(cdk, ['init', 'app', '--language', 'typescript', '--generate-only']);
        project.useTypeScript('7');
        for (const name of ['@types', '.bin/tsx']) project.link(name);
        project.link('.bin/tsc', 'typescript-7/bin/tsc');
      }
      const { 'test/snapshot.test.ts': snapshot = '', ...files } = page.cdk;
      project.write({ ...files, ...(runner.name === 'jest' && { 'test/snapshot.test.ts': snapshot }) });
      await runTests(project, runner, testsIn(files['test/chat.test.ts']) + (runner.name === 'jest' ? 1 : 0));
      if (runner.name !== 'jest') return;
      const written = project.read('test/__snapshots__/snapshot.test.ts.snap');
      assert.match(written, /"websocket-proxy-constructs\.runtime": "<version>"/);
      assert.match(written, /"EntryPoint": "<version>"/);
      assert.doesNotMatch(written, /[0-9a-f]{64}/);
      await roundTrip(project);
    });

  for (const runner of page.runners)
    test(`docs/testing.md, Pulumi with ${runner.name}`, async () => {
      const project = projects.make(`testing-pulumi-${runner.name}`, {
        ...page.pulumi,
        'Pulumi.yaml': 'name: chat\nruntime: nodejs\n',
        'package.json': { name: 'chat', main: 'index.ts', jest: { transform: { '[.]ts$': '@swc/jest' } } },
        'tsconfig.json': tsconfig({ typescript: '7', modules: 'nodenext' }),
      });
      await runTests(project, runner, testsIn(page.pulumi['test/chat.test.ts']));
      if (runner.name !== 'node:test') return;
      await roundTrip(project);
      project.useTypeScript('7');
      await project.typeCheck();
    });

  /** Runs the tests of docs/testing.md in a project that has its files. */
  async function runTests(project: Project, { firstLine, command }: Runner, tests: number): Promise<void> {
    const file = 'test/chat.test.ts';
    project.write({ [file]: `${firstLine}\n${project.read(file)}` });
    // Where CI is set, jest writes no snapshot.
    const output = await project.run('sh', ['-c', command.replace('npx ', '')], { CI: undefined });
    assert.match(output, new RegExp(`\\b${tests} pass(ed|ing)\\b|\\bpass ${tests}$`, 'm'));
  }

  /** Runs the command of docs/testing.md in a project that has its files. */
  async function roundTrip(project: Project): Promise<void> {
    project.write(page.roundTrip);
    const output = await project.run('sh', ['-c', page.command.replace('npx wsproxy', `node '${projects.wsproxy}'`)]);
    const lines = new Set(output.split('\n').map(withoutTimes));
    for (const line of page.output) assert.ok(lines.has(withoutTimes(line)), `${line}\nis not in\n${output}`);
  }
});
