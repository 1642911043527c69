import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readProject } from '../../../lib/local/pulumi/project.ts';
import { readStack, type PulumiStack } from '../../../lib/local/pulumi/stack.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Reads a stack of a project with these files. */
async function read(
  files: Readonly<Record<string, string>>,
  name?: string,
  given?: Readonly<Record<string, string>>,
): Promise<PulumiStack> {
  await using folder = await temporaryFolder();
  const all = { 'Pulumi.yaml': 'name: chat\nruntime: nodejs\n', ...files };
  for (const [file, yaml] of Object.entries(all)) await writeFile(join(folder.path, file), yaml);
  return readStack(readProject(join(folder.path, 'Pulumi.yaml')), name, given);
}

describe('readStack', () => {
  test("has the stack's configuration on top of the project's, and what is given on top of both", async () => {
    const project = `
      name: chat
      runtime: nodejs
      config:
        size: small
        docker: { type: boolean, default: true }
        replicas: { type: integer }
        aws:region: { value: us-east-1 }`;
    const stack = 'config: { chat:size: large, chat:hosts: [a, b], chat:limit: 5 }';
    assert.deepEqual(await read({ 'Pulumi.yaml': project, 'Pulumi.dev.yaml': stack }, undefined, { limit: '6' }), {
      name: 'dev',
      config: {
        'chat:size': 'large',
        'chat:docker': 'true',
        'aws:region': 'us-east-1',
        'chat:hosts': '["a","b"]',
        'chat:limit': '6',
      },
      secrets: [],
    });
  });

  test('knows secrets, wherever they are in a value, unless their values are given', async () => {
    const stack = `
      encryptionsalt: v1:abc
      config:
        chat:token: { secure: v1:abc }
        chat:users: [{ name: ada, key: { secure: v1:abc } }]
        chat:known: { secure: v1:abc }`;
    const { config, secrets } = await read({ 'Pulumi.dev.yaml': stack }, undefined, { 'chat:known': 'x' });
    assert.deepEqual(secrets, ['chat:token', 'chat:users']);
    assert.deepEqual(config, { 'chat:known': 'x' });
  });

  test('is the only one that has a file, or dev', async () => {
    assert.equal((await read({})).name, 'dev');
    assert.equal((await read({ 'Pulumi.prod.yaml': '' })).name, 'prod');
    assert.equal((await read({ 'Pulumi.prod.yaml': '', 'Pulumi.dev.yaml': '' })).name, 'dev');
    assert.equal((await read({}, 'new')).name, 'new');
  });

  test('must be chosen among several, and exist', async () => {
    const files = { 'Pulumi.prod.yaml': '', 'Pulumi.test.yaml': '' };
    await assert.rejects(read(files), {
      name: 'InputError',
      message: /Pulumi\.yaml: has the stacks prod, test; choose one with --stack NAME$/,
    });
    await assert.rejects(read(files, 'tset'), {
      name: 'InputError',
      message: '--stack: there is no Pulumi.tset.yaml; there are prod, test',
    });
  });
});
