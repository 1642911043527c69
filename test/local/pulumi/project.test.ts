import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findProjectFile, readProject } from '../../../lib/local/pulumi/project.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('findProjectFile', () => {
  test('of a directory, or named itself', async () => {
    await using folder = await temporaryFolder();
    assert.equal(findProjectFile(folder.path), undefined);
    const file = join(folder.path, 'Pulumi.yaml');
    await writeFile(file, '');
    assert.equal(findProjectFile(folder.path), file);
    assert.equal(findProjectFile(file), file);
    assert.equal(findProjectFile(join(folder.path, 'Pulumi.dev.yaml')), undefined);
  });
});

describe('readProject', () => {
  async function read(
    yaml: string,
    ...files: string[]
  ): Promise<ReturnType<typeof readProject> & { readonly root: string }> {
    await using folder = await temporaryFolder();
    for (const file of files) {
      await mkdir(join(folder.path, file, '..'), { recursive: true });
      await writeFile(join(folder.path, file), '');
    }
    await writeFile(join(folder.path, 'Pulumi.yaml'), yaml);
    return { ...readProject(join(folder.path, 'Pulumi.yaml')), root: folder.path };
  }

  test('has the defaults of Pulumi', async () => {
    const { root, ...project } = await read('name: chat\nruntime: nodejs\n');
    assert.deepEqual(project, {
      file: join(root, 'Pulumi.yaml'),
      directory: root,
      name: 'chat',
      program: { directory: root, file: '.' },
      typescript: true,
      nodeArguments: '',
      config: {},
      stackDirectory: root,
    });
  });

  test('reads what decides how the program runs', async () => {
    const yaml = `
      name: chat
      main: src/main.ts
      runtime: { name: nodejs, options: { typescript: false, nodeargs: --no-warnings } }
      stackConfigDir: stacks
      config: { docker: true }`;
    const { root, program, typescript, nodeArguments, config, stackDirectory } = await read(yaml, 'src/main.ts');
    assert.deepEqual(program, { directory: join(root, 'src'), file: 'main.ts' });
    assert.equal(typescript, false);
    assert.equal(nodeArguments, '--no-warnings');
    assert.deepEqual(config, { docker: true });
    assert.equal(stackDirectory, join(root, 'stacks'));
    const inFolder = await read('{ "name": "chat", "runtime": "nodejs", "main": "src" }', 'src/index.ts');
    assert.deepEqual(inFolder.program, { directory: join(inFolder.root, 'src'), file: '.' });
  });

  const refused: [string, RegExp][] = [
    ['name: [', /Pulumi\.yaml: is not YAML \(.+\)$/],
    ['- name', /Pulumi\.yaml: must be a YAML map$/],
    ['runtime: nodejs', /Pulumi\.yaml: has no name$/],
    ['name: chat', /Pulumi\.yaml: runtime is missing, but only programs for nodejs run here; .+$/],
    [
      'name: chat\nruntime: { name: python }',
      /Pulumi\.yaml: runtime is python, but only programs for nodejs run here; .+$/,
    ],
    [
      'name: chat\nruntime: nodejs\nmain: app.ts',
      /Pulumi\.yaml: main is app\.ts, but there is no such file or directory$/,
    ],
  ];
  for (const [yaml, message] of refused) {
    test(`refuses ${JSON.stringify(yaml)}`, async () => {
      await assert.rejects(read(yaml), { name: 'InputError', message });
    });
  }
});
