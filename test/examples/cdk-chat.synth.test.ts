import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runCdk } from '../support/cdk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { root, skipUnless } from '../support/tools.ts';

const example = join(root, 'examples/cdk-chat');

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
  readonly Outputs: Record<string, unknown>;
}

async function synthesize(): Promise<{ template: Template; report: unknown; images: number }> {
  await using folder = await temporaryFolder();
  await runCdk(example, ['synth', '--quiet', '--output', folder.path]);
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder.path, name), 'utf8'));
  const assets = (await read('Chat.assets.json')) as { dockerImages?: Record<string, unknown> };
  return {
    template: (await read('Chat.template.json')) as Template,
    report: await read('validation-report.json'),
    images: Object.keys(assets.dockerImages ?? {}).length,
  };
}

function propertiesOf(template: Template, type: string): Record<string, unknown>[] {
  return Object.values(template.Resources)
    .filter((resource) => resource.Type === type)
    .map((resource) => resource.Properties);
}

describe('examples/cdk-chat, synthesized', { skip: skipUnless('cdk') }, () => {
  test('needs no Docker, and has no finding', async () => {
    const { template, report, images } = await synthesize();
    assert.deepEqual((report as { pluginReports: unknown }).pluginReports, []);
    assert.equal(images, 0);

    assert.equal(propertiesOf(template, 'AWS::ECS::Service').length, 2);
    const [balancer] = propertiesOf(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    const attributes = balancer?.['LoadBalancerAttributes'] as { Key: string; Value: string }[];
    assert.deepEqual(
      attributes.filter(({ Key }) => Key === 'idle_timeout.timeout_seconds'),
      [{ Key: 'idle_timeout.timeout_seconds', Value: '600' }],
    );
    assert.deepEqual(Object.keys(template.Outputs), ['Address']);
  });
});
