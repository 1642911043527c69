import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readProjectFile } from '../../../lib/local/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readProjectFile', () => {
  test('reads commands, addresses and the command of --once', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'wsproxy.json');
    await writeFile(
      file,
      '{ "backends": { "chat": { "command": "node server.ts" }, "/": "ws://127.0.0.1:3002" }, "once": "node round-trip.ts" }',
    );
    assert.deepEqual(readProjectFile(folder.path, false), {
      file,
      directory: folder.path,
      backends: { chat: { command: 'node server.ts', directory: folder.path }, '/': new URL('http://127.0.0.1:3002') },
      once: 'node round-trip.ts',
    });
  });

  test('is found beside the cdk.json of a synthesized app', async () => {
    await using folder = await temporaryFolder();
    const assembly = join(folder.path, 'cdk.out');
    await mkdir(assembly);
    await writeFile(join(folder.path, 'wsproxy.json'), '{}');
    assert.equal(readProjectFile(assembly, false), undefined);
    assert.equal(readProjectFile(assembly, true)?.directory, folder.path);
  });

  const refused: [string, RegExp][] = [
    ['{', /wsproxy\.json: is not JSON \(.+\)$/],
    ['[]', /wsproxy\.json must be a JSON object$/],
    ['{ "backend": {} }', /wsproxy\.json: backend is an unknown option; it has backends and once$/],
    ['{ "once": ["node"] }', /wsproxy\.json: once must be a command, like "node round-trip\.ts"$/],
    ['{ "backends": [] }', /wsproxy\.json: backends must be a JSON object$/],
    ['{ "backends": { "chat": "3001" } }', /wsproxy\.json: backends\["chat"\]: "3001" is no address of a backend; .+$/],
    [
      '{ "backends": { "chat": { "command": "" } } }',
      /wsproxy\.json: backends\["chat"\]: must be an address like "http:\/\/127\.0\.0\.1:3001", or \{ "command": "node server\.ts" \}$/,
    ],
    [
      '{ "backends": { "chat": { "command": "x", "port": 1 } } }',
      /wsproxy\.json: backends\["chat"\]: must be an address like .+$/,
    ],
  ];
  for (const [json, message] of refused) {
    test(`refuses ${json}`, async () => {
      await using folder = await temporaryFolder();
      await writeFile(join(folder.path, 'wsproxy.json'), json);
      assert.throws(() => readProjectFile(folder.path, false), { name: 'InputError', message });
    });
  }
});
