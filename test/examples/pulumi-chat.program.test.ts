import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { PlaceholderTable } from '../../lib/local/pulumi/placeholders.ts';
import { readProject } from '../../lib/local/pulumi/project.ts';
import type { RecordedResource } from '../../lib/local/pulumi/recorded.ts';
import { runProgram } from '../../lib/local/pulumi/run-program.ts';
import { readStack } from '../../lib/local/pulumi/stack.ts';
import { findFreePort } from '../../lib/local/backends/free-port.ts';
import { startProgram } from '../support/program.ts';
import { fromSources, root } from '../support/tools.ts';

Object.assign(process.env, fromSources);

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
}

async function run(): Promise<readonly RecordedResource[]> {
  const project = readProject(join(root, 'examples/pulumi-chat/Pulumi.yaml'));
  const { resources, placeholders } = await runProgram('pulumi-chat', project, readStack(project, undefined, {}));
  return new PlaceholderTable(placeholders).reveal(resources);
}

function find(resources: readonly RecordedResource[], type: string, name: string): RecordedResource['inputs'] {
  const found = resources.find((each) => each.type === type && each.name === name);
  assert.ok(found, `no ${type} ${name}`);
  return found.inputs;
}

function container(resources: readonly RecordedResource[], task: string): Container {
  const { containerDefinitions } = find(resources, 'aws:ecs/taskDefinition:TaskDefinition', task);
  return (JSON.parse(containerDefinitions as string) as [Container])[0];
}

describe('examples/pulumi-chat, run', () => {
  test('needs no Docker; the chat answers', async () => {
    const resources = await run();
    assert.deepEqual(
      resources.filter(({ type }) => /^docker-build:|^aws:ecr/.test(type)),
      [],
    );
    const { image, command = [] } = container(resources, 'chat');
    assert.equal(image, 'public.ecr.aws/docker/library/node:26.10.0-slim');
    const port = await findFreePort();
    const env = { PORT: String(port), HOST: '127.0.0.1' };
    await using chat = startProgram(process.execPath, command.slice(1), { env, cwd: '/' });
    await chat.printed(/listens on port/);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    assert.match(await page.text(), /<title>Chat<\/title>/);
  });

  test('lets nobody in to the chat but the proxy, and has the chat registered where the proxy looks', async () => {
    const resources = await run();
    const ingress = resources.filter(
      ({ type }) => type === 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    );
    const toChat = ingress.filter(({ inputs }) => inputs['securityGroupId'] === '<chat.id>');
    assert.deepEqual(
      toChat.map(({ inputs }) => [inputs['fromPort'], inputs['toPort'], inputs['referencedSecurityGroupId']]),
      [[8080, 8080, '<proxy-tasks-sg.id>']],
    );
    const { serviceRegistries, networkConfiguration } = find(resources, 'aws:ecs/service:Service', 'chat');
    assert.deepEqual(serviceRegistries, { registryArn: '<proxy-chat.arn>' });
    assert.deepEqual((networkConfiguration as { readonly securityGroups: unknown }).securityGroups, ['<chat.id>']);
    assert.equal(find(resources, 'aws:lb/loadBalancer:LoadBalancer', 'proxy-alb')['idleTimeout'], 600);
  });
});
