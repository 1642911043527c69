import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { PlaceholderTable } from '../../../lib/local/pulumi/placeholders.ts';
import { readProject } from '../../../lib/local/pulumi/project.ts';
import type { RecordedResource } from '../../../lib/local/pulumi/recorded.ts';
import { runProgram } from '../../../lib/local/pulumi/run-program.ts';
import { readStack } from '../../../lib/local/pulumi/stack.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { temporaryProgram } from './support/program.ts';

interface Run {
  readonly resources: readonly RecordedResource[];
  readonly output: readonly string[];
}

async function run(
  files: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> = {},
): Promise<Run> {
  await using folder = await temporaryProgram(files);
  const project = readProject(join(folder.path, 'Pulumi.yaml'));
  const output: string[] = [];
  const options = { onOutput: (line: string): unknown => output.push(line) };
  const { resources, placeholders } = await runProgram('p', project, readStack(project, undefined, given), options);
  return { resources: new PlaceholderTable(placeholders).reveal(resources), output };
}

/** The inputs of resources, by name. */
function inputs({ resources }: Run): Record<string, unknown> {
  return Object.fromEntries(resources.map((resource) => [resource.name, resource.inputs]));
}

describe('runProgram', () => {
  test('has no name for the program in this directory when it fails', async () => {
    await using folder = await temporaryProgram({ 'index.ts': 'process.exit(3)' });
    const project = readProject(join(folder.path, 'Pulumi.yaml'));
    await assert.rejects(runProgram('.', project, readStack(project, undefined, {})), {
      message: 'the Pulumi program ended with exit code 3',
    });
  });

  test("runs a program as Pulumi's templates have them, in TypeScript that is compiled", async () => {
    const result = await run({
      'Pulumi.yaml': 'name: p\nruntime: nodejs\n',
      'package.json': '{ "main": "index.ts" }',
      'tsconfig.json':
        '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext", "target": "es2020" } }',
      'index.ts': `
        import * as aws from '@pulumi/aws';
        import { Color } from './color';
        const bucket = new aws.s3.Bucket('bucket', { tags: { color: Color.Red } });
        export const name = bucket.bucket;
        console.log(Object.keys(require.cache).some((file) => file.includes('aws-cdk-lib')));`,
      'color.ts': `export enum Color { Red = 'red' }`,
    });
    assert.deepEqual(inputs(result)['bucket'], { tags: { color: 'red' } });
    assert.deepEqual(result.output, ['false']);
  });

  test('has a stand-in for everything that AWS, another stack or a secret would say', async () => {
    const result = await run({
      'Pulumi.dev.yaml': 'config: { aws:region: eu-west-1, p:token: { secure: v1:abc } }',
      'index.ts': `
        import * as aws from '@pulumi/aws';
        import * as pulumi from '@pulumi/pulumi';
        const network = new pulumi.StackReference('acme/network/prod');
        const zones = aws.getAvailabilityZonesOutput();
        const group = new aws.ec2.SecurityGroup('group', { vpcId: aws.ec2.getVpcOutput({ default: true }).id });
        const shared = aws.lb.LoadBalancer.get('shared', 'arn:aws:shared');
        new aws.ssm.Parameter('told', {
          type: 'String',
          value: pulumi.jsonStringify({
            group: group.id, region: group.region, zone: zones.names[0], dns: shared.dnsName,
            subnets: network.requireOutput('privateSubnetIds'), domain: network.getOutput('domain'),
          }),
        });
        new aws.ssm.Parameter('secret', { type: 'String', value: new pulumi.Config().requireSecret('token') });`,
    });
    const { group, told, secret } = inputs(result) as Record<string, Record<string, string>>;
    assert.equal(group?.['vpcId'], '<getVpc.id>');
    assert.deepEqual(JSON.parse(told?.['value'] ?? ''), {
      group: '<group.id>',
      region: 'eu-west-1',
      zone: 'eu-west-1a',
      dns: '<shared.dnsName>',
      subnets: ['<acme/network/prod.privateSubnetIds[0]>', '<acme/network/prod.privateSubnetIds[1]>'],
      domain: '<acme/network/prod.domain>',
    });
    assert.equal(secret?.['value'], '<p:token.secret>');
    const shared = result.resources.find(({ name }) => name === 'shared');
    assert.deepEqual([shared?.existing, shared?.id], [true, 'arn:aws:shared']);
  });

  test("gives a secret's value if that is given", async () => {
    const program = `
      import * as aws from '@pulumi/aws';
      import * as pulumi from '@pulumi/pulumi';
      new aws.ssm.Parameter('secret', { type: 'String', value: new pulumi.Config().requireSecret('token') });`;
    const files = { 'Pulumi.dev.yaml': 'config: { p:token: { secure: v1:abc } }', 'index.ts': program };
    const { secret } = inputs(await run(files, { token: 'known' }));
    assert.deepEqual(secret, { type: 'String', value: 'known' });
  });

  test('knows what is a child of what, and keeps the order of the program', async () => {
    const { resources } = await run({
      'index.ts': `
        import * as aws from '@pulumi/aws';
        import * as pulumi from '@pulumi/pulumi';
        for (const name of ['one', 'two']) {
          const parent = new pulumi.ComponentResource('my:index:Thing', name);
          const later = pulumi.output(new Promise((resolve) => setTimeout(() => resolve(name), name === 'one' ? 50 : 0)));
          new aws.s3.Bucket(name + '-bucket', { tags: { later } }, { parent });
          // The same type and name once more
          new aws.ssm.Parameter('same', { type: 'String', value: name }, { parent });
        }`,
    });
    const urns = new Map(resources.map(({ urn, name }) => [urn, name]));
    assert.deepEqual(
      resources.filter(({ name }) => name !== 'same').map(({ name, parent }) => [name, urns.get(parent)]),
      [
        ['p-dev', undefined],
        ['one', 'p-dev'],
        ['one-bucket', 'one'],
        ['two', 'p-dev'],
        ['two-bucket', 'two'],
      ],
    );
    const same = resources.filter(({ name }) => name === 'same').map(({ arn }) => arn);
    assert.deepEqual(same, ['<same.arn>', '<same#2.arn>']);
  });

  test('says what to do when Pulumi is not installed', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'Pulumi.yaml'), 'name: p\nruntime: nodejs\n');
    const project = readProject(join(folder.path, 'Pulumi.yaml'));
    await assert.rejects(runProgram('p', project, readStack(project, undefined)), {
      name: 'InputError',
      message: 'p: @pulumi/pulumi is not installed there; run npm install in its directory',
    });
  });
});
