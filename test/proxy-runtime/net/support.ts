import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Channel, ChannelOwner } from '../../../proxy-runtime/net/channel.ts';
import { SocketChannel } from '../../../proxy-runtime/net/socket-channel.ts';
import { takeHandles } from '../../../proxy-runtime/net/tcp/accept.ts';
import { tcpBinding, type TcpHandle } from '../../../proxy-runtime/net/tcp/binding.ts';
import { TcpChannel } from '../../../proxy-runtime/net/tcp/tcp-channel.ts';
import { RawSocket } from '../../support/raw-socket.ts';

export type Kind = 'TcpChannel' | 'SocketChannel';

/** A channel and the other end of its connection. */
export interface Connected extends Disposable {
  readonly channel: Channel;
  /** Of a TcpChannel: what it is made of. */
  readonly handle: TcpHandle | undefined;
  readonly peer: RawSocket;
}

/** A connection to a listening server, whose side of it is a channel. */
export async function connected(kind: Kind): Promise<Connected> {
  const server = createServer({ allowHalfOpen: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = new Promise<Pick<Connected, 'channel' | 'handle'>>((resolve) => {
    server.once('connection', (socket) => resolve({ channel: new SocketChannel(socket), handle: undefined }));
    const binding = tcpBinding;
    if (kind === 'SocketChannel') return;
    if (binding === undefined) throw new Error('this Node has not the interface that TcpChannel needs');
    takeHandles(binding, server, (handle) => {
      const channel = new TcpChannel(binding, handle);
      channel.resume();
      resolve({ channel, handle });
      return true;
    });
  });
  const { port } = server.address() as { port: number };
  const peer = new RawSocket(connect({ port, host: '127.0.0.1', allowHalfOpen: true }));
  const [{ channel, handle }] = await Promise.all([accepted, once(peer.socket, 'connect')]);
  server.close();
  return {
    channel,
    handle,
    peer,
    [Symbol.dispose]: () => {
      channel.destroy();
      peer[Symbol.dispose]();
    },
  };
}

/** Has a relay carry some messages, one after the other. */
export async function carry(from: Connected, to: Connected, messages: number): Promise<void> {
  for (let message = 0; message < messages; message++) {
    from.peer.write('message');
    assert.equal(await to.peer.takeText(7), 'message');
  }
}

/** An owner that writes down what it hears. */
export class Listener implements ChannelOwner {
  readonly heard: string[] = [];
  readonly chunks: Buffer[] = [];
  error: Error | undefined;

  onData(chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onRelayed(): void {
    if (this.heard.at(-1) !== 'relayed') this.heard.push('relayed');
  }

  onEnd(): void {
    this.heard.push('end');
  }

  onDrain(): void {
    this.heard.push('drain');
  }

  onClose(error: Error | undefined): void {
    this.heard.push('close');
    this.error = error;
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString('latin1');
  }

  count(what: string): number {
    return this.heard.filter((each) => each === what).length;
  }
}
