/** Two guests meet through the proxy at WSPROXY_URL: a page, a handshake, text, binary and a close, each step bounded in time. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { on, once } from 'node:events';
import { WebSocket } from 'ws';

const { WSPROXY_URL: proxy = 'http://127.0.0.1:8080' } = process.env;
const room = randomUUID().slice(0, 8);
const signal = AbortSignal.timeout(20_000);

interface Guest {
  readonly socket: WebSocket;
  /** The next frame that `wanted` accepts; those before it are dropped. */
  receive(wanted: (data: Buffer, isBinary: boolean) => boolean): Promise<Buffer>;
}

async function enter(name: string): Promise<Guest> {
  const url = new URL(`/chat/${room}?name=${name}`, proxy.replace(/^http/, 'ws'));
  const socket = new WebSocket(url);
  const frames = on(socket, 'message', { signal });
  await once(socket, 'open', { signal });
  return {
    socket,
    async receive(wanted) {
      for (;;) {
        const [data, isBinary] = (await frames.next()).value as [Buffer, boolean];
        if (wanted(data, isBinary)) return data;
      }
    },
  };
}

const says = (words: string) => (data: Buffer, isBinary: boolean) => !isBinary && data.includes(words);

async function roundTrip(): Promise<void> {
  const page = await fetch(proxy, { signal });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<title>Chat<\/title>/);
  console.log('page       200, the chat');

  const ada = await enter('Ada');
  const grace = await enter('Grace');
  await ada.receive(says('"names":["Ada","Grace"]'));
  console.log('handshake  101, Ada and Grace are in one room');

  ada.socket.send('Hello, Grace');
  await grace.receive(says('"text":"Hello, Grace"'));
  await ada.receive(says('"text":"Hello, Grace"'));
  console.log("text       both have Ada's message");

  const picture = randomBytes(256 * 1024);
  grace.socket.send(picture);
  assert.deepEqual(await ada.receive((_, isBinary) => isBinary), picture);
  console.log('binary     Ada has the 262144 bytes that Grace sent');

  grace.socket.close(4000, 'bye');
  const [code] = (await once(grace.socket, 'close', { signal })) as [number];
  assert.equal(code, 4000);
  await ada.receive(says('"names":["Ada"]'));
  ada.socket.close();
  await once(ada.socket, 'close', { signal });
  console.log('close      4000 came back, and Ada is told that Grace is gone');
}

try {
  await roundTrip();
} catch (error) {
  console.error(signal.aborted ? `No answer within 20 s from ${proxy}` : error);
  // Open sockets must not keep the failed run alive.
  process.exit(1);
}
