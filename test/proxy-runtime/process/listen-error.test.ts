import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ListenOptions } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { describeListenError, isAddressInUse } from '../../../proxy-runtime/process/listen-error.ts';
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
