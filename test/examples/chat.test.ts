import assert from 'node:assert/strict';
import { on, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { createChat, type Chat } from '../../examples/chat/chat.ts';
import type { Event } from '../../examples/chat/room.ts';

const soon = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(10_000) });

describe('examples/chat', () => {
  let chat: Chat;
  let address: string;

  before(async () => {
    chat = createChat('<title>Chat</title>');
    chat.server.listen(0, '127.0.0.1');
    await once(chat.server, 'listening', soon());
    address = `127.0.0.1:${(chat.server.address() as AddressInfo).port}`;
  });
  after(() => {
    chat.stop();
  });

  /** A guest, and the events it is told. */
  function enter(path: string): { socket: WebSocket; next: () => Promise<Event> } {
    const socket = new WebSocket(`ws://${address}/chat/${path}`);
    const frames = on(socket, 'message', soon());
    const next = async (): Promise<Event> => {
      const [data] = (await frames.next()).value as [Buffer];
      return JSON.parse(data.toString()) as Event;
    };
    return { socket, next };
  }

  test('tells a newcomer what was said, in this room only', async () => {
    const ada = enter('one?name=Ada');
    assert.deepEqual(await ada.next(), { type: 'welcome', name: 'Ada', history: [] });
    assert.deepEqual(await ada.next(), { type: 'people', names: ['Ada'] });
    ada.socket.send('Hello');
    const hello = await ada.next();
    assert.equal(hello.type, 'message');

    const grace = enter('one?name=Grace');
    assert.deepEqual(await grace.next(), { type: 'welcome', name: 'Grace', history: [hello] });
    const elsewhere = enter('two');
    assert.deepEqual(await elsewhere.next(), { type: 'welcome', name: 'Guest', history: [] });
    for (const { socket } of [ada, grace, elsewhere]) socket.close();
  });

  test('has no other addresses than its page and its rooms', async () => {
    assert.equal((await fetch(`http://${address}/`, soon())).status, 200);
    assert.equal((await fetch(`http://${address}/other`, soon())).status, 404);
    const [error] = (await once(enter('no/room').socket, 'error', soon())) as [Error];
    assert.match(error.message, /404/);
  });

  test('closes on a frame beyond its limit with 1009', async (context) => {
    context.mock.method(console, 'error', () => undefined);
    const { socket, next } = enter('one');
    await next();
    socket.send(Buffer.alloc(1024 * 1024 + 1));
    const [code] = (await once(socket, 'close', soon())) as [number];
    assert.equal(code, 1009);
  });

  test('says goodbye with 1012 when it is stopped', async () => {
    const { socket, next } = enter('one');
    await next();
    chat.stop();
    const [code] = (await once(socket, 'close', soon())) as [number];
    assert.equal(code, 1012);
  });
});
