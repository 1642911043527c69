import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { residentMemory } from '../measure/resident-memory.ts';
import type { Ports } from '../peers/peer.ts';
import type { Amounts, Row } from './row.ts';

const AT_A_TIME = 50;

/** After the last of them was opened, for what is on its way. */
const REST = 2000;

const REQUEST = 'GET /slow HTTP/1.1\r\nHost: chat.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
const MESSAGE = Buffer.alloc(256 * 1024);

/** Tunnels whose clients take nothing of a backend that sends all it can, at a proxy that has done nothing else. */
export function slow({ slowReaders }: Amounts): Row {
  const count = slowReaders.toLocaleString('en');
  return {
    name: 'slow',
    figures: [
      {
        id: 'memory-per-slow-reader',
        title: `Resident memory per client that reads nothing, ${count} open, ${AT_A_TIME} opened at a time`,
        unit: 'kB',
        digits: 1,
      },
    ],
    async measure({ proxy: { peer }, fresh }) {
      await using proxy = await fresh(peer);
      const before = residentMemory(proxy.pid);
      await using readers = new SlowReaders(proxy.ports);
      await readers.open(slowReaders);
      await delay(REST);
      const after = residentMemory(proxy.pid);
      return { values: { 'memory-per-slow-reader': (after - before) / slowReaders / 1000 }, runs: [] };
    },
  };
}

/** The clients and the backend. */
class SlowReaders implements AsyncDisposable {
  readonly #ports: Ports;
  readonly #sockets: Socket[] = [];
  readonly #backend = createServer((socket) => {
    this.#keep(socket);
    socket.once('data', () => {
      socket.write(SWITCHING);
      while (socket.write(MESSAGE));
      socket.on('drain', () => {
        while (socket.write(MESSAGE));
      });
    });
  });

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async open(count: number): Promise<void> {
    this.#backend.listen(this.#ports.backend, '127.0.0.1');
    await once(this.#backend, 'listening');
    for (let opened = 0; opened < count; opened += AT_A_TIME)
      await Promise.all(Array.from({ length: Math.min(AT_A_TIME, count - opened) }, () => this.#openOne()));
  }

  async #openOne(): Promise<void> {
    const socket = connect(this.#ports.proxy, '127.0.0.1');
    this.#keep(socket);
    socket.write(REQUEST);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.pause();
    if (!answer.toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error('the proxy did not answer 101');
  }

  #keep(socket: Socket): void {
    socket.on('error', () => undefined);
    this.#sockets.push(socket);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#backend.close();
    await once(this.#backend, 'close');
  }
}
