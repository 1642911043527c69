import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileUpstreams } from '../../../proxy-runtime/compile/upstreams.ts';
import type { UpstreamConfig } from '../../../proxy-runtime/index.ts';
import { Resolvers } from '../../../proxy-runtime/upstream/resolvers.ts';
import { Upstream } from '../../../proxy-runtime/upstream/upstream.ts';
import { eventually } from '../../support/eventually.ts';
import { startDns, type DnsAnswer } from '../support/dns-server.ts';
import { attempts } from '../support/peer.ts';
import { makeRequest } from '../support/request.ts';

interface Started extends Disposable {
  readonly logged: readonly string[];
  /** The peers a request may try, in the order of their names. */
  readonly peers: string;
}

async function start(config: UpstreamConfig): Promise<Started> {
  const settings = compileUpstreams({ upstreams: { u: config } }, [], () => undefined, undefined).get('u');
  assert.ok(settings);
  const resolvers = new Resolvers();
  const logged: string[] = [];
  const upstream = new Upstream(settings, resolvers.get(settings.resolver), (line) => void logged.push(line));
  await upstream.start();
  return {
    logged,
    get peers() {
      return attempts(upstream.choose(makeRequest())).split(' ').sort().join(' ');
    },
    [Symbol.dispose]: () => {
      upstream.close();
      resolvers.close();
    },
  };
}

describe('an upstream', () => {
  test('has a peer for each address of a name, which the system knows', async () => {
    using upstream = await start({ servers: [{ address: 'localhost:81' }, { address: '[::2]:82' }] });
    assert.match(upstream.peers, /^127\.0\.0\.1:81 (\[::1\]:81 )?\[::2\]:82$/);
  });

  test('asks its resolver only for what it follows', async () => {
    using dns = await startDns({ addresses: ['10.0.0.1', '10.0.0.2'], ttl: 60 });
    using upstream = await start({
      resolver: { addresses: [dns.address], ipv6: 'off' },
      servers: [{ address: 'chat.internal:81', resolve: true }, { address: 'localhost:82' }],
    });
    assert.match(upstream.peers, /^10\.0\.0\.1:81 10\.0\.0\.2:81 127\.0\.0\.1:82/);
    assert.deepEqual(dns.asked, ['chat.internal']);
    assert.deepEqual(upstream.logged, ['upstream u: chat.internal:81 is at 10.0.0.1:81, 10.0.0.2:81']);
  });

  test('follows a name that comes late, moves, and is lost', async () => {
    const answer: DnsAnswer = { addresses: [], ttl: 1, code: 3 };
    using dns = await startDns(answer);
    using upstream = await start({
      resolver: { addresses: [dns.address], ipv6: 'off', valid: '1s' },
      servers: [{ address: 'chat.internal:81', resolve: true }],
    });
    const becomes = (peers: string): Promise<true> =>
      eventually(
        peers,
        () => upstream.peers === peers || undefined,
        () => upstream.peers,
      );
    assert.equal(upstream.peers, '');
    Object.assign(answer, { addresses: ['10.0.0.1'], code: 0 });
    await becomes('10.0.0.1:81');
    Object.assign(answer, { addresses: ['10.0.0.2', '10.0.0.1'] });
    await becomes('10.0.0.1:81 10.0.0.2:81');
    Object.assign(answer, { addresses: [], code: 3 });
    await becomes('');
    assert.ok(upstream.logged.includes('upstream u: chat.internal:81 is not found'), upstream.logged.join('\n'));
  });

  test('keeps the addresses there are when its resolver fails', async () => {
    const answer: DnsAnswer = { addresses: ['10.0.0.1'], ttl: 1 };
    using dns = await startDns(answer);
    using upstream = await start({
      resolver: { addresses: [dns.address], ipv6: 'off' },
      servers: [{ address: 'chat.internal:81', resolve: true }],
    });
    Object.assign(answer, { code: 2 });
    const failed = 'chat.internal could not be resolved (2: Server failure)';
    await eventually(
      failed,
      () => upstream.logged.includes(failed),
      () => upstream.logged,
    );
    assert.equal(upstream.peers, '10.0.0.1:81');
  });

  test('does not start with a name that does not exist', async () => {
    await assert.rejects(
      start({ servers: [{ address: 'no.invalid:80' }] }),
      /^Error: host not found in upstream "no\.invalid:80"; correct the name, or set resolve to follow it$/,
    );
  });
});
