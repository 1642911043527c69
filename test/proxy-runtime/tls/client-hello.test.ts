import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { before, describe, test } from 'node:test';
import { readServerName } from '../../../proxy-runtime/tls/client-hello.ts';
import { startTls } from './support/tls-client.ts';

/** A hello as Node's client sends it. */
async function helloFor(servername: string): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  using client = startTls((server.address() as AddressInfo).port, { servername });
  client.socket.on('error', () => undefined);
  const [socket] = (await once(server, 'connection')) as [Socket];
  const [hello] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  server.close();
  return hello;
}

/** The same hello in records of so many bytes. */
function inRecords(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let offset = 0; offset < message.length; offset += size) {
    const part = message.subarray(offset, offset + size);
    records.push(Buffer.from([0x16, 3, 1, part.length >> 8, part.length & 0xff]), part);
  }
  return Buffer.concat(records);
}

describe('the name in a ClientHello', () => {
  let hello: Buffer;
  before(async () => {
    hello = await helloFor('chat.example.test');
  });

  test('is read once the hello is complete, and not before', () => {
    for (let length = 0; length < hello.length; length++) {
      assert.equal(readServerName(hello.subarray(0, length)), undefined, `${length} bytes`);
    }
    assert.equal(readServerName(hello), 'chat.example.test');
  });

  test('is read from a hello that is spread over records, and with bytes behind it', () => {
    for (const size of [1, 3, 4, 100]) {
      const records = inRecords(hello, size);
      assert.equal(readServerName(records), 'chat.example.test');
      assert.equal(readServerName(records.subarray(0, -1)), undefined);
      assert.equal(readServerName(Buffer.concat([records, Buffer.from('more')])), 'chat.example.test');
    }
  });

  test('is empty where there is none', async () => {
    assert.equal(readServerName(await helloFor('')), '');
  });

  test('is empty for what is no hello', () => {
    const notHellos = [
      '16020000050100000100',
      '1603010000',
      '1603014001',
      '160301000402000000',
      '80250103',
      '1503010002',
    ];
    for (const hex of notHellos) assert.equal(readServerName(Buffer.from(hex, 'hex')), '', hex);
    // A second record of another kind in the middle of the message.
    assert.equal(readServerName(Buffer.from('1603010004010000ff17', 'hex')), '');
  });

  test('is text or nothing, whatever any byte is changed to', () => {
    for (let index = 0; index < hello.length; index++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const changed = Buffer.from(hello);
        changed[index] = value;
        assert.ok(['string', 'undefined'].includes(typeof readServerName(changed)));
      }
    }
  });
});
