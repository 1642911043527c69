import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { NOBODY, type Channel, type RelayOwner } from '../channel.ts';
import { takeHandles } from './accept.ts';
import type { TcpBinding } from './binding.ts';
import { connectHandle } from './connect.ts';
import { threadEpoll } from './epoll.ts';
import { RepeatedBytes } from './repeated-bytes.ts';
import { sharedBufferOfHandles } from './shared-buffer.ts';
import { TcpChannel } from './tcp-channel.ts';
import { turnsUntil } from './turns-until.ts';

const HOST = '127.0.0.1';

/** The system's own would take 4 MB before it is full. */
const SEND_BUFFER = 128 * 1024;

/** A client's or a backend's end, on a socket of Node's own. */
export class Peer {
  readonly socket: Socket;
  readonly sent = new RepeatedBytes();
  readonly received = new RepeatedBytes();
  ended = false;
  errorCode: string | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('end', () => (this.ended = true));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => (this.errorCode = code));
    socket.on('data', (chunk: Buffer) => this.received.take(chunk));
  }

  write(length: number): void {
    this.socket.write(this.sent.next(length));
  }
}

/** A channel that is relayed to another, as those of a tunnel are. */
export class Side implements RelayOwner {
  readonly channel: Channel;
  ended = false;
  errorCode: string | undefined;
  readonly #from: Channel;

  /** @param from - where what is written to the channel comes from */
  constructor(channel: Channel, from: Channel) {
    this.channel = channel;
    this.#from = from;
  }

  onRelayed(): void {
    // Nothing goes by it
  }

  onDrain(): void {
    this.#from.resume();
  }

  onEnd(): void {
    this.ended = true;
  }

  onClose(error: NodeJS.ErrnoException | undefined): void {
    this.errorCode = error?.code;
  }
}

/** What {@link withLoopback} has set up. */
export interface Loopback {
  readonly client: Peer;
  readonly clientSide: Side;
  readonly upstreamSide: Side;
  readonly backend: Peer;
}

/**
 * Has a client and a backend, on sockets of Node's own, and between them a tunnel's two channels, on handles.
 *
 * @throws Error where one of the connections can't be opened, or what `use` throws
 */
export async function withLoopback(binding: TcpBinding, use: (loopback: Loopback) => Promise<void>): Promise<void> {
  const channels: Channel[] = [];
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => sockets.push(socket));
  try {
    server.listen(0, HOST);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    takeHandles(binding, server, (handle) => {
      if (channels.length > 0) return false;
      threadEpoll()?.calls.setSendBuffer(handle.fd, SEND_BUFFER);
      channels.push(new TcpChannel(binding, handle));
      return true;
    });
    const client = openClient(port);
    sockets.push(client.socket);
    await turnsUntil(() => channels.length === 1);
    channels.push(connectHandle(binding, { host: HOST, port }, NOBODY, () => undefined));
    await turnsUntil(() => sockets.length === 2);
    const [clientSide, upstreamSide] = channels;
    const [, backend] = sockets;
    if (clientSide === undefined || upstreamSide === undefined || backend === undefined) return;
    await use({ client, ...relayed(clientSide, upstreamSide), backend: new Peer(backend) });
  } finally {
    server.close();
    for (const each of [...channels, ...sockets]) each.destroy();
  }
}

function openClient(port: number): Peer {
  const callback = (length: number, buffer: Uint8Array): boolean => {
    client.received.take(buffer.subarray(0, length));
    return true;
  };
  // Megabytes come here: Node would take fresh memory for each read.
  const onread = { buffer: sharedBufferOfHandles, callback };
  const client = new Peer(connect({ host: HOST, port, allowHalfOpen: true, noDelay: true, onread }));
  return client;
}

function relayed(client: Channel, upstream: Channel): Pick<Loopback, 'clientSide' | 'upstreamSide'> {
  const clientSide = new Side(client, upstream);
  const upstreamSide = new Side(upstream, client);
  client.relay(upstream, clientSide);
  upstream.relay(client, upstreamSide);
  client.setNoDelay(true);
  upstream.setNoDelay(true);
  client.resume();
  return { clientSide, upstreamSide };
}
