import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packPackage } from '../support/packed-package.ts';
import { cdk } from '../support/tools.ts';
import { tsconfig, type Compiler } from './compilers.ts';
import { Projects } from './projects.ts';
import { pulumiProgram, runPulumi } from './pulumi.ts';
import { bothModules, cdkTest, readmeExamples } from './readme.ts';

/** Of all compilers and ways to find modules, each once; matrix.ts has every pair. */
const COMPILERS: readonly Compiler[] = [
  { typescript: '5.4', modules: 'commonjs' },
  { typescript: '5.9', modules: 'node16' },
  { typescript: '6', modules: 'nodenext' },
  { typescript: '7', modules: 'bundler' },
];

const examples = readmeExamples();

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
});
