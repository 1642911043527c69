import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ListenOptions } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { explainListenError } from '../../../proxy-runtime/process/listen-error.ts';
import { describeListenError, isAddressInUse } from '../../../bin/nginx/listen-error.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The system's error when a second server listens on the address of a first one, and the port that was. */
async function listenTwice(address: ListenOptions): Promise<{ readonly error: unknown; readonly port: number }> {
  const first = createServer().listen(address);
  await once(first, 'listening');
  const bound = first.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : -1;
  const second = createServer().listen(port < 0 ? address : { ...address, port });
  const [error] = (await once(second, 'error')) as [unknown];
  first.close();
  return { error, port };
}

describe('an address that can not be listened on', () => {
  test('IPv4', async () => {
    const { error, port } = await listenTwice({ host: '127.0.0.1', port: 0 });
    assert.equal(isAddressInUse(error), true);
    assert.equal(describeListenError(error), `bind() to 127.0.0.1:${port} failed (98: Address already in use)`);
  });

  test('IPv6', async () => {
    const { error, port } = await listenTwice({ host: '::1', port: 0 });
    assert.equal(describeListenError(error), `bind() to [::1]:${port} failed (98: Address already in use)`);
  });

  test('a unix socket', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'socket');
    const { error } = await listenTwice({ path });
    assert.equal(isAddressInUse(error), true);
    assert.equal(describeListenError(error), `bind() to unix:${path} failed (98: Address already in use)`);
  });

  test('other errors say it themselves', () => {
    assert.equal(isAddressInUse(new Error('no servers')), false);
    assert.equal(describeListenError(new Error('no servers')), 'no servers');
  });
});

describe('the same in our own words', () => {
  const error = (code: string, address: string, port?: number): Error =>
    Object.assign(new Error(code), { code, syscall: 'listen', address, port });

  for (const [said, given] of [
    [
      '127.0.0.1:80 is in use: another program listens there; end that, or have "listen" name another port',
      error('EADDRINUSE', '127.0.0.1', 80),
    ],
    [
      '[::]:443: this user may not listen on a port below 1024; have "listen" name a higher one, such as 8080',
      error('EACCES', '::', 443),
    ],
    ['unix:/root/a: this user may not listen there', error('EACCES', '/root/a', -1)],
    [
      '192.0.2.1:8080: this machine has no such address; have "listen" name one it has, or the port alone for all of them',
      error('EADDRNOTAVAIL', '192.0.2.1', 8080),
    ],
    [undefined, error('EMFILE', '127.0.0.1', 80)],
    [undefined, new Error('no servers')],
  ] as const) {
    test(given.message, () => assert.equal(explainListenError(given), said));
  }

  test('of a name that is not known', async () => {
    const error: unknown = await once(createServer().listen(0, 'no-such-host.invalid'), 'listening').catch(
      (thrown: unknown) => thrown,
    );
    assert.match(
      explainListenError(error) ?? '',
      /^no-such-host\.invalid: there is no such host \(E\w+\); have "listen" name an address of this machine$/,
    );
  });
});
