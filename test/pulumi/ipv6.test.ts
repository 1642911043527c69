import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadBalancing, Compute } from 'websocket-proxy-constructs/pulumi';
import { proxy, record } from './fixture.ts';

const RULES = /^aws:vpc\/securityGroup(In|E)gressRule/;

async function ipv6Rules(args: Parameters<typeof proxy>[0]): Promise<readonly (readonly [string, unknown])[]> {
  const { resources } = await record(() => proxy(args));
  return resources
    .filter(({ type, inputs }) => RULES.test(type) && 'cidrIpv6' in inputs)
    .map(({ name, inputs }) => [name, inputs['cidrIpv6']] as const)
    .toSorted();
}

describe('A dual-stack load balancer', () => {
  test('lets everybody in by IPv6, and its tasks out', async () => {
    assert.deepEqual(await ipv6Rules({ loadBalancing: LoadBalancing.application({ ipAddressType: 'dualstack' }) }), [
      ['chat-http-from-any-ipv6', '::/0'],
      ['chat-tasks-out-ipv6', '::/0'],
    ]);
  });

  test('that is internal lets the VPC’s IPv6 range in', async () => {
    assert.deepEqual(
      await ipv6Rules({
        loadBalancing: LoadBalancing.application({ ipAddressType: 'dualstack', internetFacing: false }),
      }),
      [
        ['chat-http-from-vpc-ipv6', '2001:db8::/56'],
        ['chat-tasks-out-ipv6', '::/0'],
      ],
    );
  });

  test('leaves the rules of given security groups, and clients, to those who give them', async () => {
    const given = {
      compute: Compute.fargate({ securityGroupIds: ['sg-1'] }),
      loadBalancing: LoadBalancing.application({ ipAddressType: 'dualstack', allowFrom: ['192.0.2.0/24'] }),
    };
    assert.deepEqual(await ipv6Rules(given), []);
  });
});
