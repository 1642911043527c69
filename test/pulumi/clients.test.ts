import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadBalancing, Compute } from 'websocket-proxy-constructs/pulumi';
import * as pulumi from '@pulumi/pulumi';
import { inputsOf, proxy, record } from './fixture.ts';

const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/1';
const ranges = (count: number): string[] => Array.from({ length: count }, (_, index) => `192.0.${index}.0/24`);

/** The load balancer's security groups, and those of its rules by port. */
async function groups(args: Parameters<typeof proxy>[0]): Promise<readonly [unknown, Record<string, unknown[]>]> {
  const recording = await record(() => proxy({ certificateArn, ...args }));
  const byPort: Record<string, unknown[]> = {};
  for (const { inputs } of recording.resources.filter(
    ({ type, name }) => type === INGRESS && name.includes('-from-'),
  )) {
    const port = (byPort[String(inputs['fromPort'])] ??= []);
    if (!port.includes(inputs['securityGroupId'])) port.push(inputs['securityGroupId']);
  }
  return [inputsOf(recording, 'aws:lb/loadBalancer:LoadBalancer')['securityGroups'], byPort];
}

describe('The security groups of a load balancer', () => {
  const [first, second] = ['chat-load-balancer-sg-id', 'chat-redirect-sg-id'];
  const together = [[first], { 443: [first], 80: [first] }];
  const apart = [[first, second], { 443: [first], 80: [second] }];

  test('are one for all, unless a prefix list, what may be one, or many ranges are for two ports', async () => {
    assert.deepEqual(await groups({}), together);
    assert.deepEqual(await groups({ loadBalancing: LoadBalancing.application({ allowFrom: ranges(30) }) }), together);
    assert.deepEqual(await groups({ loadBalancing: LoadBalancing.application({ allowFrom: ranges(31) }) }), apart);
    assert.deepEqual(await groups({ loadBalancing: LoadBalancing.application({ allowFrom: ['pl-1'] }) }), apart);
    assert.deepEqual(
      await groups({ loadBalancing: LoadBalancing.application({ allowFrom: [pulumi.output('pl-1')] }) }),
      apart,
    );
    assert.deepEqual(
      await groups({ loadBalancing: LoadBalancing.application({ allowFrom: ['pl-1'], redirectHttp: false }) }),
      [[first], { 443: [first] }],
    );
  });

  test('are warned of where their rules may be too many', async () => {
    const warnings = async (args: Parameters<typeof proxy>[0]): Promise<readonly string[]> =>
      (await record(() => proxy({ certificateArn, ...args }))).warnings;
    const [many] = await warnings({ loadBalancing: LoadBalancing.application({ allowFrom: ranges(61) }) });
    assert.match(many ?? '', /^loadBalancing.allowFrom needs 61 rules in one security group, but EC2 allows 60/);
    const [list] = await warnings({
      loadBalancing: LoadBalancing.application({ allowFrom: ['pl-1'], securityGroupId: 'sg-1' }),
    });
    assert.match(list ?? '', /^loadBalancing.allowFrom has a prefix list, .* give redirectHttp: false$/);
    assert.deepEqual(await warnings({ loadBalancing: LoadBalancing.application({ allowFrom: ['pl-1'] }) }), []);
  });
});

test('An empty list of security groups of the tasks is none given: the proxy makes one', async () => {
  const [given, none] = [
    await record(() => proxy({ compute: Compute.fargate({ securityGroupIds: [] }) }, 'empty')),
    await record(() => proxy({}, 'empty')),
  ];
  const names = (recording: typeof given): readonly string[] => recording.resources.map(({ name }) => name).sort();
  assert.ok(names(given).includes('empty-tasks-sg'));
  assert.deepEqual(names(given), names(none));
});
