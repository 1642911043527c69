import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Resolver } from '../../../proxy-runtime/upstream/resolver.ts';
import { startDns } from '../support/dns-server.ts';

describe('the resolver', () => {
  test('takes an address for what it is', async () => {
    const resolver = new Resolver({ addresses: [], valid: undefined });
    assert.deepEqual(await resolver.resolve('10.0.0.1'), { addresses: ['10.0.0.1'], ttl: Infinity });
    assert.deepEqual(await resolver.resolve('::1'), { addresses: ['::1'], ttl: Infinity });
  });

  test('asks the system, hosts file included', async () => {
    const resolver = new Resolver({ addresses: [], valid: 5000 });
    const { addresses, ttl } = await resolver.resolve('localhost');
    assert.ok(addresses.includes('127.0.0.1'), addresses.join());
    assert.equal(ttl, 5000);
  });

  test('asks the given servers, and keeps an answer for its time to live', async () => {
    using dns = await startDns({ addresses: ['10.0.0.2', '10.0.0.1'], ttl: 7 });
    const resolver = new Resolver({ addresses: [dns.address], valid: undefined });
    assert.deepEqual(await resolver.resolve('chat.internal'), { addresses: ['10.0.0.1', '10.0.0.2'], ttl: 7000 });
    assert.match(dns.asked.join(), /chat\.internal/);
  });

  test('never asks all the time, though the answer says so', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1'], ttl: 0 });
    const resolver = new Resolver({ addresses: [dns.address], valid: undefined });
    assert.equal((await resolver.resolve('chat.internal')).ttl, 1000);
  });

  test('keeps it for `valid` where that is set', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1'], ttl: 7 });
    const resolver = new Resolver({ addresses: [dns.address], valid: 30_000 });
    assert.equal((await resolver.resolve('chat.internal')).ttl, 30_000);
  });

  test('finds no address for a name that does not exist, and throws when there is no answer', async () => {
    using nowhere = await startDns({ addresses: [], ttl: 0, code: 3 });
    assert.deepEqual(
      (await new Resolver({ addresses: [nowhere.address], valid: undefined }).resolve('no.internal')).addresses,
      [],
    );
    using broken = await startDns({ addresses: [], ttl: 0, code: 2 });
    await assert.rejects(new Resolver({ addresses: [broken.address], valid: undefined }).resolve('no.internal'));
  });
});
