import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAddress } from '../../../proxy-runtime/config/values/upstream-address.ts';
import type { PeerGroup } from '../../../proxy-runtime/upstream/peer-group.ts';
import { groupFor } from '../../../proxy-runtime/upstream/resolved-group.ts';
import { Resolver } from '../../../proxy-runtime/upstream/resolver.ts';
import { startDns } from '../support/dns-server.ts';
import { attempts } from '../support/peer.ts';
import { makeRequest } from '../support/request.ts';

const SETTINGS = { addresses: [], valid: undefined, ipv4: true, ipv6: false, timeout: 30_000 };

function atOnce(text: string): PeerGroup {
  const group = groupFor(parseAddress(text, 80), undefined);
  assert.ok(!(group instanceof Promise));
  return group;
}

describe("the group of a request's own backend", () => {
  test('is there at once for an address', () => {
    for (const [text, name, peer, address] of [
      ['127.0.0.1', '127.0.0.1', '127.0.0.1:80', { host: '127.0.0.1', port: 80 }],
      ['[::1]:8080', '::1', '[::1]:8080', { host: '::1', port: 8080 }],
      ['unix:/run/a.sock', 'unix:/run/a.sock', 'unix:/run/a.sock', { path: '/run/a.sock' }],
    ] as const) {
      const group = atOnce(text);
      const choice = group.choose(makeRequest());
      assert.equal(group.name, name);
      assert.equal(choice.tries, 1);
      const chosen = choice.next();
      assert.equal(chosen?.name, peer);
      assert.deepEqual(chosen.address, address);
    }
  });

  test('has all addresses of a name, begins with any, and tries each once', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], ttl: 60 });
    const resolver = new Resolver({ ...SETTINGS, addresses: [dns.address] });
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const group = await groupFor(parseAddress('chat.internal:81', 80), resolver);
      assert.equal(group.name, 'chat.internal');
      const choice = group.choose(makeRequest());
      assert.equal(choice.tries, 3);
      seen.add(attempts(choice).replaceAll(':81', ''));
    }
    assert.deepEqual([...seen].sort(), [
      '10.0.0.1 10.0.0.2 10.0.0.3',
      '10.0.0.2 10.0.0.3 10.0.0.1',
      '10.0.0.3 10.0.0.1 10.0.0.2',
    ]);
    assert.equal(dns.asked.length, 1);
  });

  test("remembers no other request's failures", async () => {
    using dns = await startDns({ addresses: ['10.0.0.1', '10.0.0.2'], ttl: 60 });
    const resolver = new Resolver({ ...SETTINGS, addresses: [dns.address] });
    for (let i = 0; i < 3; i++) {
      const choice = (await groupFor(parseAddress('chat.internal', 80), resolver)).choose(makeRequest());
      for (let tries = 0; tries < 2; tries++) {
        const peer = choice.next();
        assert.ok(peer);
        choice.accounts.release(peer, 'failure');
      }
    }
  });

  test('does not come to be without a resolver, or without an address', async () => {
    await assert.rejects(
      async () => groupFor(parseAddress('chat.internal', 80), undefined),
      /^ResolveError: no resolver defined to resolve chat\.internal$/,
    );
    using dns = await startDns({ addresses: [], ttl: 0, code: 3 });
    const resolver = new Resolver({ ...SETTINGS, addresses: [dns.address] });
    await assert.rejects(
      async () => groupFor(parseAddress('chat.internal', 80), resolver),
      /chat\.internal could not be resolved \(3: Host not found\)/,
    );
  });
});
