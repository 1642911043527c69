import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../../proxy-runtime/config/config-error.ts';
import { compileUpstreams, type UpstreamSettings } from '../../../proxy-runtime/compile/upstreams.ts';
import type { Balancer, UpstreamConfig } from '../../../proxy-runtime/index.ts';
import { makeRequest } from '../support/request.ts';

const OUTER = { addresses: ['10.0.0.53'], valid: undefined, ipv4: true, ipv6: true, timeout: 5000 };

function compile(config: Partial<UpstreamConfig>, outer?: typeof OUTER, resolverTimeout?: string): UpstreamSettings {
  const find = (name: string) => (name === 'args' ? makeRequestArgs : undefined);
  const http = {
    upstreams: { u: { servers: [{ address: 'a:1' }], ...config } },
    ...(resolverTimeout !== undefined && { resolverTimeout }),
  };
  const settings = compileUpstreams(http, [], find, outer).get('u');
  assert.ok(settings);
  return settings;
}

function makeRequestArgs({ uri }: ReturnType<typeof makeRequest>): string {
  return uri.args ?? '';
}

describe('an upstream block', () => {
  test('chooses by smooth weighted round robin unless it says how', () => {
    assert.deepEqual(compile({}).balancer, { kind: 'round_robin' });
    assert.deepEqual(compile({ balancer: 'least_conn' }).balancer, { kind: 'least_conn' });
    assert.deepEqual(compile({ balancer: 'ip_hash' }).balancer, { kind: 'ip_hash' });
    assert.deepEqual(compile({ balancer: { random: 'one' } }).balancer, { kind: 'random', two: false });
    assert.deepEqual(compile({ balancer: { random: 'two' } }).balancer, { kind: 'random', two: true });
  });

  test('hashes a key with variables', () => {
    const { balancer } = compile({ balancer: { hash: 'k-$args', consistent: true } });
    assert.ok(balancer.kind === 'hash' && balancer.consistent);
    assert.equal(balancer.key(makeRequest({ args: 'é' })), 'k-é');
    assert.throws(() => compile({ balancer: { hash: '$no' } }), /^ConfigError: upstreams\.u\.balancer\.hash: .*\$no/);
  });

  const bound: readonly Balancer[] = ['ip_hash', { hash: 'k' }, { random: 'two' }];
  for (const balancer of bound) {
    test(`has no backups with ${JSON.stringify(balancer)}`, () => {
      const servers = [{ address: 'a:1' }, { address: 'b:1', backup: true }];
      assert.throws(
        () => compile({ balancer, servers }),
        (error: unknown) =>
          error instanceof ConfigError &&
          /^upstreams\.u\.servers\[1\]\.backup: is true, but the balancer \w+ takes no backup servers/.test(
            error.message,
          ),
      );
    });
  }

  test('has backups with round robin and least_conn', () => {
    const servers = [{ address: 'a:1' }, { address: 'b:1', backup: true }];
    for (const balancer of [undefined, 'least_conn'] as const)
      assert.equal(compile({ balancer, servers }).servers.length, 2);
  });

  test("follows names with its own resolver, the http level's, or the system's", () => {
    const system = { addresses: [], valid: undefined, ipv4: true, ipv6: true, timeout: 30_000 };
    assert.deepEqual(compile({}).resolver, system);
    assert.deepEqual(compile({}, OUTER).resolver, OUTER);
    assert.deepEqual(compile({}, undefined, '7s').resolver, { ...system, timeout: 7000 });
    assert.equal(compile({ resolver: { addresses: ['10.0.0.2'] } }, undefined, '7s').resolver.timeout, 7000);
    assert.deepEqual(compile({ resolverTimeout: '1s' }, OUTER).resolver, { ...OUTER, timeout: 1000 });
    assert.deepEqual(compile({ resolver: { addresses: ['10.0.0.2'], valid: '9s', ipv6: 'off' } }, OUTER).resolver, {
      addresses: ['10.0.0.2'],
      valid: 9000,
      ipv4: true,
      ipv6: false,
      timeout: 5000,
    });
  });
});
