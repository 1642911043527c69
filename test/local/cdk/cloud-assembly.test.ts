import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readCloudAssembly } from '../../../lib/local/cdk/cloud-assembly.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { proxyTemplate, writeAssembly } from '../support/templates.ts';

describe('readCloudAssembly', () => {
  test('reads the stacks of stages and nested stacks', async () => {
    await using folder = await temporaryFolder();
    const nested = {
      Type: 'AWS::CloudFormation::Stack',
      Properties: {},
      Metadata: {
        'aws:cdk:path': 'Chat/Inner.NestedStack/Inner.NestedStackResource',
        'aws:asset:path': 'Inner.nested.template.json',
      },
    };
    await writeAssembly(folder.path, { Chat: { Resources: { Nested: nested } } });
    await writeFile(join(folder.path, 'Inner.nested.template.json'), JSON.stringify(proxyTemplate()));
    await writeAssembly(join(folder.path, 'assembly-Prod'), { 'Prod/Chat': proxyTemplate() });
    const manifest = JSON.parse(await readFile(join(folder.path, 'manifest.json'), 'utf8')) as { artifacts: object };
    const stage = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } };
    await writeFile(
      join(folder.path, 'manifest.json'),
      JSON.stringify({ artifacts: { ...manifest.artifacts, Prod: stage } }),
    );

    const templates = await readCloudAssembly(folder.path);
    assert.deepEqual(
      templates.map(({ stack, stackName, nestedIn }) => [stack, stackName, nestedIn?.logicalId]),
      [
        ['Chat', 'Chat', undefined],
        ['Chat/Inner', 'Chat/Inner', 'Nested'],
        ['Prod/Chat', 'Prod-Chat', undefined],
      ],
    );
  });

  test('refuses a template that is gone or is not JSON', async () => {
    await using folder = await temporaryFolder();
    await writeAssembly(folder.path, { Chat: {} });
    const file = join(folder.path, 'Chat.template.json');
    await writeFile(file, '{');
    await assert.rejects(readCloudAssembly(folder.path), {
      name: 'InputError',
      message: /Chat\.template\.json: is not JSON \(.*\); synthesize the app again$/,
    });
    await writeFile(
      join(folder.path, 'manifest.json'),
      JSON.stringify({
        artifacts: { Chat: { type: 'aws:cloudformation:stack', properties: { templateFile: 'gone.json' } } },
      }),
    );
    await assert.rejects(readCloudAssembly(folder.path), {
      name: 'InputError',
      message: /gone\.json: can't be read \(ENOENT/,
    });
  });
});
