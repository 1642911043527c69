import { connect, type Socket } from 'node:net';
import { CheckedStream, MAX_MESSAGE } from './checked-stream.ts';

export type Side = 'client' | 'backend';

/** A slow reader's break, in milliseconds; it begins when the tunnel is opened, and again some time after it was over. */
const BREAK = { least: 1000, most: 5000 };
const BETWEEN_BREAKS = { least: 15_000, most: 45_000 };

/** More than the kernel takes for who doesn't read: the proxy holds some of it, and the sender the rest. */
const SENT_IN_A_BREAK = 64 * MAX_MESSAGE;

/** How a tunnel's end is told. */
export interface TunnelEvents {
  opened(): void;
  /** It ended as it should, by this side; nothing was lost. */
  ended(by: Side): void;
  /** It is over, and should not be, or not so. */
  failed(what: string): void;
}

interface Direction {
  readonly stream: CheckedStream;
  messages: number;
}

/** A WebSocket through the proxy, of which this process has both ends. */
export class Tunnel {
  readonly number: number;
  readonly toBackend: Direction;
  readonly toClient: Direction;
  hasOpened = false;
  readonly #events: TunnelEvents;
  readonly #client: Socket;
  #backend: Socket | undefined;
  #endsBy: Side | undefined;
  #lastMessage = 0;
  #finished = false;
  #closed = 0;
  #over = false;
  #timer: NodeJS.Timeout | undefined;
  #endBreak: (() => void) | undefined;
  /** Breaks of its slow reader, and those of them in which the proxy stopped reading what was sent. */
  breaks = 0;
  fullBreaks = 0;

  /**
   * @param number - no other's, below 500,000
   * @param slow - the side that often doesn't read for seconds
   */
  constructor(proxy: number, number: number, slow: Side | undefined, events: TunnelEvents) {
    this.number = number;
    this.toBackend = direction(2 * number);
    this.toClient = direction(2 * number + 1);
    this.#events = events;
    const client = (this.#client = connect(proxy, '127.0.0.1'));
    client.write(`GET /${number} HTTP/1.1\r\nHost: soak\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    takeHead(client, (head, rest) => {
      if (!head.startsWith('HTTP/1.1 101 ')) {
        this.#fail(`was answered ${JSON.stringify(head.split('\r\n')[0])}`);
        return;
      }
      this.hasOpened = true;
      this.#read(client, this.toClient, rest);
      this.#events.opened();
      if (slow !== undefined) this.#takeBreak(slow);
    });
    this.#watch(client, 'client');
  }

  /** The proxy has connected to the backend. */
  accept(backend: Socket, early: Buffer): void {
    if (this.#backend !== undefined) {
      this.#fail('came to the backend twice');
      return;
    }
    this.#backend = backend;
    this.#watch(backend, 'backend');
    backend.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    this.#read(backend, this.toBackend, early);
  }

  /** It has opened, and nobody ends it yet. */
  get isOpen(): boolean {
    return this.hasOpened && this.#endsBy === undefined && !this.#over;
  }

  send(from: Side, length: number): void {
    const socket = from === 'client' ? this.#client : this.#backend;
    if (!this.isOpen || socket === undefined) return;
    const direction = from === 'client' ? this.toBackend : this.toClient;
    direction.messages++;
    socket.write(direction.stream.next(length));
  }

  /** Ends it: no side sends any more, and when all has come, this one sends a last message and closes. */
  end(by: Side, lastMessage: number): void {
    if (this.#endsBy !== undefined || this.#over) return;
    this.#endsBy = by;
    this.#lastMessage = lastMessage;
    clearTimeout(this.#timer);
    this.#endBreak?.();
    this.#finishWhenQuiet();
  }

  /** Gives it up. */
  giveUp(): void {
    this.#fail(`did not ${this.hasOpened ? 'end' : 'open'} in time`);
  }

  #finishWhenQuiet(): void {
    if (this.#endsBy === undefined || this.#finished || !isQuiet(this.toBackend) || !isQuiet(this.toClient)) return;
    this.#finished = true;
    const [socket, { stream }] =
      this.#endsBy === 'client' ? [this.#client, this.toBackend] : [this.#backend, this.toClient];
    socket?.end(stream.next(this.#lastMessage));
  }

  #read(socket: Socket, direction: Direction, rest: Buffer): void {
    const take = (chunk: Buffer): void => {
      if (this.#over) return;
      const { stream } = direction;
      const to = direction === this.toClient ? 'client' : 'backend';
      if (!stream.take(chunk)) {
        this.#fail(`brought the ${to} other bytes than were sent, from byte ${stream.received} on`);
        return;
      }
      this.#finishWhenQuiet();
    };
    take(rest);
    socket.on('data', take);
  }

  #watch(socket: Socket, side: Side): void {
    socket.on('error', (error) => this.#fail(`had an error at the ${side}: ${error.message}`));
    socket.on('end', () => {
      if (!this.#finished) this.#fail(`was closed at the ${side}`);
    });
    socket.on('close', () => {
      if (++this.#closed < 2 || this.#over || this.#endsBy === undefined) return;
      if (!isQuiet(this.toBackend) || !isQuiet(this.toClient)) {
        this.#fail('was closed before all had come');
        return;
      }
      this.#over = true;
      this.#events.ended(this.#endsBy);
    });
  }

  /** Has this side not read for a while, in which much is sent to it. */
  #takeBreak(slow: Side): void {
    const [reader, sender] = slow === 'client' ? [this.#client, this.#backend] : [this.#backend, this.#client];
    reader?.pause();
    for (let sent = 0; sent < SENT_IN_A_BREAK; sent += MAX_MESSAGE)
      this.send(slow === 'client' ? 'backend' : 'client', MAX_MESSAGE);
    this.#endBreak = () => {
      this.#endBreak = undefined;
      this.breaks++;
      if (sender !== undefined && sender.writableLength > 0) this.fullBreaks++;
      reader?.resume();
    };
    this.#timer = setTimeout(() => {
      this.#endBreak?.();
      this.#timer = setTimeout(() => this.#takeBreak(slow), between(BETWEEN_BREAKS));
    }, between(BREAK));
  }

  #fail(what: string): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#client.destroy();
    this.#backend?.destroy();
    this.#events.failed(`tunnel ${this.number} ${what}`);
  }
}

/** Calls back with a message's head, and what came behind it. */
export function takeHead(socket: Socket, taken: (head: string, rest: Buffer) => void): void {
  let got = Buffer.alloc(0);
  const take = (chunk: Buffer): void => {
    got = Buffer.concat([got, chunk]);
    const end = got.indexOf('\r\n\r\n');
    if (end < 0) return;
    socket.off('data', take);
    taken(got.toString('latin1', 0, end), got.subarray(end + 4));
  };
  socket.on('data', take);
}

function between({ least, most }: { readonly least: number; readonly most: number }): number {
  return least + Math.random() * (most - least);
}

function direction(stream: number): Direction {
  return { stream: new CheckedStream(stream), messages: 0 };
}

function isQuiet({ stream }: Direction): boolean {
  return stream.received === stream.sent;
}
