import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { findFreePort } from '../../../../lib/local/backends/free-port.ts';
import { tcpBinding } from '../../../../proxy-runtime/net/tcp/binding.ts';
import { connectHandle } from '../../../../proxy-runtime/net/tcp/connect.ts';
import { eventually } from '../../../support/eventually.ts';
import { startRawBackend } from '../../../support/raw-backend.ts';
import { Listener } from '../support.ts';

describe("Node's private interface to TCP", () => {
  test('is there in the Node of the container', () => assert.notEqual(tcpBinding, undefined));

  test('opens connections', async () => {
    assert.ok(tcpBinding);
    await using backend = await startRawBackend();
    const owner = new Listener();
    let opened = false;
    const channel = connectHandle(tcpBinding, { host: '127.0.0.1', port: backend.port }, owner, () => (opened = true));
    await eventually('it is open', () => opened);
    channel.write('hello');
    const upstream = await backend.connection(0);
    assert.equal(await upstream.takeText(5), 'hello');
    upstream.write('there');
    await eventually('the answer', () => owner.text === 'there');
    channel.destroy();
  });

  for (const host of ['127.0.0.1', '::1']) {
    test(`fails to connect to ${host} with the error of Node's sockets`, async () => {
      assert.ok(tcpBinding);
      const port = await findFreePort();
      const owner = new Listener();
      connectHandle(tcpBinding, { host, port }, owner, () => owner.heard.push('opened'));
      assert.deepEqual(owner.heard, []);
      const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
        connect({ host, port, autoSelectFamily: false }).on('error', resolve);
      });
      await eventually('its end', () => owner.heard.length > 0);
      assert.deepEqual(owner.heard, ['close']);
      const { message, code, errno, syscall } = owner.error as NodeJS.ErrnoException;
      assert.deepEqual([message, code, errno, syscall], [error.message, error.code, error.errno, error.syscall]);
    });
  }

  test('can be closed while it connects', async () => {
    assert.ok(tcpBinding);
    await using backend = await startRawBackend();
    const owner = new Listener();
    const to = { host: '127.0.0.1', port: backend.port };
    connectHandle(tcpBinding, to, owner, () => owner.heard.push('opened')).destroy();
    await eventually('its end', () => owner.heard.length > 0);
    assert.deepEqual(owner.heard, ['close']);
  });
});
