import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '../../bench/peers/peer.ts';
import { MAX_MESSAGE } from './checked-stream.ts';
import { CONFIGURATION_HEADER } from './proxy.ts';
import { takeHead, Tunnel, type Side } from './tunnel.ts';

/** Of all tunnels together, in both directions; beside those to slow readers. */
const MESSAGES_PER_SECOND = 1200;

/** Tunnels that end and are replaced. */
const REPLACED_PER_SECOND = 10;

/** One tunnel of so many has a slow client, and one a slow backend. */
const ONE_SLOW_OF = 50;

const TICK_MS = 20;
const OPENED_AT_A_TIME = 50;

/** Longer than it takes on a busy machine; whoever is not done by then never will be. */
const PATIENCE_MS = 60_000;

/** What has come of the tunnels. */
export interface Totals {
  opened: number;
  endedByClient: number;
  endedByBackend: number;
  messages: number;
  /** That came, and were those sent. */
  bytes: number;
  lostBytes: number;
  /** Of slow readers, and those of them in which the proxy stopped reading what was sent. */
  breaks: number;
  fullBreaks: number;
}

/** Clients and backends of a proxy, with so many tunnels between them at all times. */
export class Load implements AsyncDisposable {
  readonly failures: string[] = [];
  /** The configuration that the proxy is known to have. */
  configuration = 0;
  readonly #ports: Ports;
  readonly #count: number;
  readonly #tunnels = new Map<number, Tunnel>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #ofEnded: Totals = {
    ...{
      opened: 0,
      endedByClient: 0,
      endedByBackend: 0,
      messages: 0,
      bytes: 0,
      lostBytes: 0,
      breaks: 0,
      fullBreaks: 0,
    },
  };
  #next = 0;
  #replaces = true;
  #onChange: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: Ports, count: number) {
    this.#ports = ports;
    this.#count = count;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.listen(ports.backend, '127.0.0.1');
  }

  /** Opens the tunnels; then messages begin to go over them. */
  async start(): Promise<void> {
    while (this.#next < this.#count) {
      const until = Math.min(this.#count, this.#next + OPENED_AT_A_TIME);
      while (this.#next < until) this.#open();
      await this.#until(() => this.#ofEnded.opened + this.failures.length >= until, 'opened');
    }
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** From now on, no tunnel is opened in place of one that ends; waits for those that are being opened. */
  async stopReplacing(): Promise<void> {
    this.#replaces = false;
    await this.#until(() => [...this.#tunnels.values()].every(({ hasOpened }) => hasOpened), 'opened');
  }

  /** Ends all tunnels. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    for (const tunnel of this.#tunnels.values()) this.#end(tunnel);
    await this.#until(() => this.#tunnels.size === 0, 'ended');
  }

  get totals(): Totals {
    const totals = { ...this.#ofEnded };
    for (const tunnel of this.#tunnels.values()) add(totals, tunnel);
    return totals;
  }

  get open(): number {
    return this.#tunnels.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#replaces = false;
    for (const socket of this.#sockets) socket.destroy();
    for (const tunnel of this.#tunnels.values()) tunnel.giveUp();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #open(): void {
    const number = this.#next++;
    const slow = (
      [
        ['client', 0],
        ['backend', ONE_SLOW_OF / 2],
      ] as const
    ).find(([, at]) => number % ONE_SLOW_OF === at);
    const over = (): void => {
      const tunnel = this.#tunnels.get(number);
      if (tunnel === undefined) return;
      this.#tunnels.delete(number);
      add(this.#ofEnded, tunnel);
      if (this.#replaces) this.#open();
      this.#onChange?.();
    };
    const tunnel = new Tunnel(this.#ports.proxy, number, slow?.[0], {
      opened: () => {
        this.#ofEnded.opened++;
        this.#onChange?.();
      },
      ended: (by) => {
        this.#ofEnded[by === 'client' ? 'endedByClient' : 'endedByBackend']++;
        over();
      },
      failed: (what) => {
        this.failures.push(what);
        const { sent, received } = tunnel.toBackend.stream;
        const { sent: sentToClient, received: receivedByClient } = tunnel.toClient.stream;
        this.#ofEnded.lostBytes += sent - received + sentToClient - receivedByClient;
        over();
      },
    });
    this.#tunnels.set(number, tunnel);
  }

  /** A connection of the proxy to the backend. */
  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    const atLeast = this.configuration;
    takeHead(socket, (head, early) => {
      const tunnel = this.#tunnels.get(Number(/^GET \/(\d+) /.exec(head)?.[1]));
      const used = Number(new RegExp(`^${CONFIGURATION_HEADER}: (\\d+)\r$`, 'm').exec(`${head}\r\n`)?.[1]);
      if (tunnel === undefined || !(used >= atLeast)) {
        this.failures.push(`a request came to the backend by configuration ${used} after ${atLeast}:\n${head}`);
        socket.destroy();
      } else tunnel.accept(socket, early);
    });
  }

  #tick(): void {
    const tunnels = [...this.#tunnels.values()];
    const any = (): Tunnel | undefined => tunnels[Math.floor(Math.random() * tunnels.length)];
    for (let message = 0; message < (MESSAGES_PER_SECOND * TICK_MS) / 1000; message++)
      any()?.send(anySide(), anyLength());
    if (this.#replaces && Math.random() < (REPLACED_PER_SECOND * TICK_MS) / 1000) this.#end(any());
  }

  /** Behind a last message, which may be too large for the kernel to take at once. */
  #end(tunnel: Tunnel | undefined): void {
    if (tunnel?.isOpen) tunnel.end(anySide(), anyLength());
  }

  /** Waits; tunnels for which it waits in vain have failed. */
  async #until(reached: () => boolean, what: string): Promise<void> {
    const patience = new AbortController();
    const late = delay(PATIENCE_MS, 'late', { signal: patience.signal }).catch(() => 'reached');
    while (!reached()) {
      const changed = new Promise<string>((resolve) => (this.#onChange = () => resolve('changed')));
      if ((await Promise.race([changed, late])) !== 'late') continue;
      this.#replaces = false;
      this.failures.push(`not all tunnels were ${what} in ${PATIENCE_MS / 1000} s`);
      for (const tunnel of this.#tunnels.values()) tunnel.giveUp();
      break;
    }
    this.#onChange = undefined;
    patience.abort();
  }
}

function add(totals: Totals, { toBackend, toClient, breaks, fullBreaks }: Tunnel): void {
  totals.breaks += breaks;
  totals.fullBreaks += fullBreaks;
  for (const { stream, messages } of [toBackend, toClient]) {
    totals.bytes += stream.received;
    totals.messages += messages;
  }
}

function anySide(): Side {
  return Math.random() < 0.5 ? 'client' : 'backend';
}

/** Most are short, as those of people are: half below 200 bytes, one of a hundred tens or hundreds of KiB. */
function anyLength(): number {
  const kind = Math.random();
  const most = kind < 0.5 ? 200 : kind < 0.9 ? 4096 : kind < 0.99 ? 65_536 : MAX_MESSAGE;
  return 1 + Math.floor(Math.random() * most);
}
