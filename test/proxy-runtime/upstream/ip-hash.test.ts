import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressBytes } from '../../../proxy-runtime/upstream/ip-address.ts';
import type { Peer } from '../../../proxy-runtime/upstream/peer.ts';
import { chooser, peer } from '../support/peer.ts';

const V4 = '10.0.0.1 10.0.0.200 10.0.1.1 192.168.7.9 203.0.113.5 8.8.8.8 172.16.254.3 127.0.0.1'.split(' ');

/** The peers that clients of these addresses are given, of three with the weights 1, 2 and 3. */
function peersOf(addresses: readonly string[], c: Partial<Peer['server']> = {}): string {
  const choose = chooser([peer('a'), peer('b', { weight: 2 }), peer('c', { weight: 3, ...c })], { kind: 'ip_hash' });
  return addresses.map((remoteAddress) => choose({ client: { remoteAddress } }).next()?.name).join('');
}

// What is expected was computed by another program from the description of the algorithm.
describe('ip_hash', () => {
  test("takes an IPv4 client's network", () => assert.equal(peersOf(V4), 'ccccacbb'));

  test("takes an IPv6 client's whole address", () =>
    assert.equal(peersOf(['::1', '2001:db8::1', 'fe80::1:2:3', '2001:db8:0:1::ffff', '64:ff9b::10.1.2.3']), 'cbbbb'));

  test('takes all clients of a unix socket for one', () => assert.equal(peersOf(['unix:', 'unix:']), 'bb'));

  test('hashes on where a peer is down', () => assert.equal(peersOf(V4, { down: true }), 'bbababbb'));
});

test('the bytes of an address', () => {
  assert.deepEqual(addressBytes('10.1.2.255'), [10, 1, 2, 255]);
  assert.deepEqual(addressBytes('::'), new Array(16).fill(0));
  assert.deepEqual(addressBytes('fe80::1%lo'), [0xfe, 0x80, ...new Array<number>(13).fill(0), 1]);
  assert.deepEqual(addressBytes('1:2:3:4:5:6:7:89ab'), [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0x89, 0xab]);
  assert.deepEqual(addressBytes('::ffff:1.2.3.4')?.slice(10), [0xff, 0xff, 1, 2, 3, 4]);
  assert.equal(addressBytes('unix:'), undefined);
});
