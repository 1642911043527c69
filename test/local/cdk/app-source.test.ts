import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findAppSource } from '../../../lib/local/cdk/app-source.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeAssembly } from '../support/templates.ts';

async function write(folder: string, files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

describe('findAppSource', () => {
  test('a directory with a cdk.json, with the context of both files', async () => {
    await using folder = await temporaryFolder();
    await write(folder.path, {
      'cdk.json': { app: 'node app.ts --stage test', output: 'build/assembly', context: { a: 1, b: 1 } },
      'cdk.context.json': { b: 2 },
    });
    const expected = {
      kind: 'app',
      directory: folder.path,
      command: 'node app.ts --stage test',
      context: { a: 1, b: 2 },
      output: join(folder.path, 'build/assembly'),
    };
    assert.deepEqual(findAppSource(folder.path), expected);
    assert.deepEqual(findAppSource(join(folder.path, 'cdk.json')), expected);
  });

  test('a cdk.json with a build, which counts for its app files and its assembly too', async () => {
    await using folder = await temporaryFolder();
    const build = { command: 'npm run build', directory: folder.path, context: { a: 1 } };
    const settings = { build: build.command, context: build.context };
    await write(folder.path, { 'cdk.json': { ...settings, app: 'node app.js' }, 'app.ts': '' });
    assert.deepEqual(findAppSource(folder.path).build, build);
    assert.deepEqual(findAppSource(join(folder.path, 'app.ts')).build, build);
    await writeAssembly(join(folder.path, 'out'), {});
    await write(folder.path, { 'cdk.json': { ...settings, app: 'out' } });
    assert.deepEqual(findAppSource(folder.path), { kind: 'assembly', directory: join(folder.path, 'out'), build });
    assert.equal(findAppSource(join(folder.path, 'out')).build, undefined);
  });

  test('a cdk.json whose app is a file or an assembly', async () => {
    await using folder = await temporaryFolder();
    await write(folder.path, { 'cdk.json': { app: 'my app.js' }, 'my app.js': '' });
    const source = findAppSource(folder.path);
    assert.equal(source.kind === 'app' && source.command, "node 'my app.js'");
    await write(folder.path, { 'cdk.json': { app: 'run-app' }, 'run-app': '#!/bin/sh' });
    const program = findAppSource(folder.path);
    assert.equal(program.kind === 'app' && program.command, './run-app');
    await writeAssembly(join(folder.path, 'out'), {});
    await write(folder.path, { 'cdk.json': { app: 'out' } });
    assert.deepEqual(findAppSource(folder.path), { kind: 'assembly', directory: join(folder.path, 'out') });
  });

  test('an app file, with the context of a cdk.json beside it', async () => {
    await using folder = await temporaryFolder();
    await write(folder.path, { 'app.mts': '', 'cdk.json': { app: 'node other.ts', context: { a: 1 } } });
    assert.deepEqual(findAppSource(join(folder.path, 'app.mts')), {
      kind: 'app',
      directory: folder.path,
      command: process.features.typescript === false ? 'node --experimental-strip-types app.mts' : 'node app.mts',
      context: { a: 1 },
      output: join(folder.path, 'cdk.out'),
    });
  });

  test('a synthesized assembly', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, {});
    assert.deepEqual(findAppSource(folder.path), { kind: 'assembly', directory: folder.path });
  });

  test('refuses anything else in one line that says what to name', async () => {
    await using folder = await temporaryFolder();
    const file = (name: string): string => join(folder.path, name);
    await mkdir(file('empty'));
    await mkdir(file('list'));
    await mkdir(file('broken'));
    await mkdir(file('idle'));
    await write(folder.path, { 'app.py': '', 'broken/cdk.json': '{', 'idle/cdk.json': {}, 'list/cdk.json': [] });
    const wayOut =
      'name a directory with a cdk.json or a Pulumi.yaml, an app file such as app.ts, or a synthesized cdk.out';
    const refused: [string, string][] = [
      ['missing', `${file('missing')}: there is no such file or directory; ${wayOut}`],
      ['empty', `${file('empty')}: this directory has neither cdk.json nor Pulumi.yaml; ${wayOut}`],
      ['app.py', `${file('app.py')}: this is no app that Node can run; ${wayOut}`],
      ['idle', `${file('idle/cdk.json')}: has no "app", the command that synthesizes`],
      ['list', `${file('list/cdk.json')}: must be a JSON object`],
    ];
    for (const [name, message] of refused) {
      assert.throws(() => findAppSource(file(name)), { name: 'InputError', message });
    }
    assert.throws(() => findAppSource(file('broken')), {
      name: 'InputError',
      message: /broken\/cdk\.json: is not JSON \(.+\)$/,
    });
  });
});
