import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findOwnVariable } from '../../../../proxy-runtime/variables/built-in.ts';
import { makeRequest, tlsInfo, type RequestDetails } from '../../support/request.ts';

function valueOf(name: string, client: RequestDetails['client'] = {}): string | undefined {
  return findOwnVariable(name)?.(makeRequest({ client }));
}

describe('variables of the connection', () => {
  test('are those of nginx', () => {
    assert.deepEqual(
      ['connection', 'connection_requests', 'remote_addr', 'remote_port', 'server_addr', 'server_port'].map((name) =>
        valueOf(name),
      ),
      ['7', '1', '127.0.0.1', '4321', '127.0.0.2', '8080'],
    );
    assert.match(valueOf('connection_time', { openedAt: performance.now() - 1500 }) ?? '', /^1\.[5-9]\d\d$/);
  });

  test('have no port on a unix socket', () => {
    const client = { remoteAddress: 'unix:', remotePort: undefined, localAddress: 'unix:/s', localPort: undefined };
    assert.deepEqual(
      ['remote_addr', 'binary_remote_addr', 'remote_port', 'server_addr', 'server_port'].map((name) =>
        valueOf(name, client),
      ),
      ['unix:', 'unix:', '', 'unix:/s', ''],
    );
  });

  test('tell TLS from plain connections', () => {
    assert.deepEqual([valueOf('scheme'), valueOf('https')], ['http', '']);
    const client = { tls: tlsInfo() };
    assert.deepEqual([valueOf('scheme', client), valueOf('https', client)], ['https', 'on']);
  });

  for (const [address, bytes] of [
    ['127.0.0.1', '7f000001'],
    ['255.1.2.3', 'ff010203'],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['2001:db8::ff00:42:8329', '20010db8000000000000ff0000428329'],
    ['fe80::1:2%eth0', 'fe800000000000000000000000010002'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['1::', `0001${'0'.repeat(28)}`],
    ['::ffff:10.0.0.1', `${'0'.repeat(20)}ffff0a000001`],
  ] as const)
    test(`$binary_remote_addr of ${address}`, () => {
      const value = valueOf('binary_remote_addr', { remoteAddress: address }) ?? '';
      assert.equal(Buffer.from(value, 'latin1').toString('hex'), bytes);
    });
});
