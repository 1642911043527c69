import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ResolverSettings } from '../../../proxy-runtime/compile/settings/resolver-settings.ts';
import { ResolveError } from '../../../proxy-runtime/upstream/resolve-error.ts';
import { Resolver } from '../../../proxy-runtime/upstream/resolver.ts';
import { startDns, type DnsAnswer } from '../support/dns-server.ts';

function resolver(settings: Partial<ResolverSettings> = {}): Resolver & Disposable {
  const made = new Resolver({ addresses: [], valid: undefined, ipv4: true, ipv6: true, timeout: 30_000, ...settings });
  return Object.assign(made, { [Symbol.dispose]: () => made.close() });
}

describe('the resolver', () => {
  test('takes an address for what it is', async () => {
    using system = resolver();
    assert.deepEqual(await system.resolve('10.0.0.1'), { addresses: ['10.0.0.1'], ttl: Infinity });
    assert.deepEqual(await system.resolve('::1'), { addresses: ['::1'], ttl: Infinity });
  });

  test('asks the system, hosts file included', async () => {
    using system = resolver({ valid: 5000, ipv6: false });
    assert.deepEqual(await system.resolve('localhost'), { addresses: ['127.0.0.1'], ttl: 5000 });
    await assert.rejects(
      system.resolve('no.invalid'),
      /^ResolveError: no\.invalid could not be resolved \(3: Host not found\)$/,
    );
  });

  test('asks the given servers, and keeps an answer for its time to live', async () => {
    using dns = await startDns({ addresses: ['10.0.0.2', '10.0.0.1', '10.0.0.2'], ttl: 7 });
    using servers = resolver({ addresses: [dns.address] });
    assert.deepEqual(await servers.resolve('Chat.Internal.'), { addresses: ['10.0.0.1', '10.0.0.2'], ttl: 7000 });
    const asked = dns.asked.length;
    const { addresses, ttl } = await servers.resolve('chat.internal');
    assert.deepEqual(addresses, ['10.0.0.1', '10.0.0.2']);
    assert.ok(ttl > 0 && ttl < 7000, 'what is left of it');
    assert.equal(dns.asked.length, asked);
    assert.deepEqual([...new Set(dns.asked)], ['chat.internal']);
  });

  test('asks servers that are named, which the system knows', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1'], ttl: 7 });
    using servers = resolver({ addresses: [dns.address.replace('127.0.0.1', 'localhost')], ipv6: false });
    assert.deepEqual((await servers.resolve('chat.internal')).addresses, ['10.0.0.1']);
    using nobody = resolver({ addresses: ['dns.invalid:53'] });
    await assert.rejects(nobody.start(), { message: 'host not found in resolver "dns.invalid:53"; correct the name' });
    await assert.rejects(nobody.resolve('chat.internal'), /host not found in resolver "dns\.invalid:53"/);
  });

  test('asks one question for all who want to know at the same time', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1'], ttl: 7 });
    using servers = resolver({ addresses: [dns.address], ipv6: false });
    await Promise.all(['a.internal', 'a.internal', 'A.internal', 'b.internal'].map((name) => servers.resolve(name)));
    assert.deepEqual([...dns.asked].sort(), ['a.internal', 'b.internal']);
  });

  test('asks only for the families it is to', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1'], ttl: 7 });
    using v6 = resolver({ addresses: [dns.address], ipv4: false });
    await assert.rejects(v6.resolve('chat.internal'), /could not be resolved \(3: Host not found\)/);
    assert.equal(dns.asked.length, 1);
  });

  test('never asks all the time, though the answer says so', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1'], ttl: 0 });
    using servers = resolver({ addresses: [dns.address] });
    assert.equal((await servers.resolve('chat.internal')).ttl, 1000);
  });

  test('keeps it for `valid` where that is set', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1'], ttl: 7 });
    using servers = resolver({ addresses: [dns.address], valid: 30_000 });
    assert.equal((await servers.resolve('chat.internal')).ttl, 30_000);
  });

  const failures: readonly (readonly [code: number, says: string])[] = [
    [1, '1: Format error'],
    [2, '2: Server failure'],
    [3, '3: Host not found'],
    [4, '4: Unimplemented'],
    [5, '5: Operation refused'],
  ];
  for (const [code, says] of failures) {
    test(`says "${says}" for code ${code}`, async () => {
      using dns = await startDns({ addresses: [], ttl: 0, code });
      using servers = resolver({ addresses: [dns.address] });
      await assert.rejects(servers.resolve('chat.internal'), (error: unknown) => {
        assert.ok(error instanceof ResolveError);
        assert.equal(error.message, `chat.internal could not be resolved (${says})`);
        assert.equal(error.notFound, code === 3);
        return true;
      });
    });
  }

  test('does not find a name without addresses', async () => {
    using dns = await startDns({ addresses: [], ttl: 0 });
    using servers = resolver({ addresses: [dns.address] });
    await assert.rejects(servers.resolve('chat.internal'), /\(3: Host not found\)/);
  });

  test('asks again for a name that did not exist', async () => {
    const answer: DnsAnswer = { addresses: [], ttl: 60, code: 3 };
    using dns = await startDns(answer);
    using servers = resolver({ addresses: [dns.address] });
    await assert.rejects(servers.resolve('late.internal'));
    Object.assign(answer, { addresses: ['10.0.0.1'], code: 0 });
    assert.deepEqual((await servers.resolve('late.internal')).addresses, ['10.0.0.1']);
  });

  test('waits no longer than its time', async () => {
    using silent = await startDns(() => undefined);
    using servers = resolver({ addresses: [silent.address], timeout: 50 });
    const waiting = ['silent.internal', 'silent.internal'].map((name) => servers.resolve(name));
    for (const one of waiting) {
      await assert.rejects(one, /^ResolveError: silent\.internal could not be resolved \(110: Operation timed out\)$/);
    }
  });
});
