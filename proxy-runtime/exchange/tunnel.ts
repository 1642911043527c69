import type { ResponseHead } from '../http/response-head.ts';
import type { Channel, RelayOwner } from '../net/channel.ts';
import type { ChannelTimer, Waiter } from '../net/channel-timer.ts';
import { addedLines } from './added-lines.ts';
import type { Cause } from '../request/cause.ts';
import type { ExchangeContext } from './exchange-context.ts';
import { releaseRequest } from './release-request.ts';
import { writeResponseHead } from './response-head-writer.ts';

/**
 * Two sockets joined after a 101, by nginx's rules: what one side sends goes to the other, no more is read than the other takes, and the
 * first end of either side ends both, once that side's bytes are out. Any byte either way starts all clocks anew.
 */
export class Tunnel implements Waiter {
  readonly #exchange: ExchangeContext;
  readonly #client: TunnelSide;
  readonly #upstream: TunnelSide;
  #over = false;
  /** Bytes of the request's head, and of requests before it. */
  #sentBefore = 0;

  constructor(exchange: ExchangeContext, upstream: Channel) {
    this.#exchange = exchange;
    this.#client = new TunnelSide(this, exchange.client.channel, 'client');
    this.#upstream = new TunnelSide(this, upstream, 'upstream');
    this.#client.peer = this.#upstream;
    this.#upstream.peer = this.#client;
  }

  /** Answers 101, then lets flow: what came behind the backend's 101 to the client, what the client sent early to the backend. */
  start(head: ResponseHead, rest: Buffer): void {
    const exchange = this.#exchange;
    const { client } = exchange;
    exchange.closeAfterwards();
    exchange.outcome.status = 101;
    const text = writeResponseHead(
      {
        statusText: head.statusText,
        contentType: head.headers.get('content-type'),
        contentLength: head.contentLength,
        connection: 'upgrade',
        headers: head.headers,
        added: addedLines(exchange, exchange.settings, 101),
      },
      exchange.settings,
    );
    exchange.sentHead(text);
    if (!exchange.settings.tcpNodelay) client.channel.setNoDelay(false);
    // Idle tunnels are many, so they hold what is needed to the end only.
    client.channel.timer.rest();
    client.cycle.openTunnel(this, exchange, this.#upstream.channel);
    releaseRequest(exchange);
    this.#sentBefore = this.#upstream.channel.bytesSent;
    client.relayTo(this.#upstream.channel, this.#client);
    this.#upstream.channel.relay(client.channel, this.#upstream);
    client.channel.write(rest.length === 0 ? text : Buffer.concat([Buffer.from(text, 'latin1'), rest]));
    const early = client.takeInput();
    if (early.length > 0) this.#upstream.channel.write(early);
    this.#upstream.throttle();
    this.#client.throttle();
    this.touch();
    // With proxyIgnoreClientAbort the client may have left already.
    if (client.channel.ended || client.channel.closed) this.#client.onEnd();
  }

  get bytesToClient(): number {
    return Math.max(0, this.#exchange.bytesSent - this.#exchange.outcome.headLength);
  }

  get bytesToUpstream(): number {
    return this.#upstream.channel.bytesSent - this.#sentBefore;
  }

  get #timer(): ChannelTimer {
    return this.#upstream.channel.timer;
  }

  /** Something moved: every clock starts anew. */
  touch(now?: number): void {
    const client = this.#client.channel;
    const upstream = this.#upstream.channel;
    if (!client.blocked && !upstream.blocked && !upstream.paused) {
      this.#client.unsent = this.#upstream.unsent = 0;
      upstream.timer.start(this.#exchange.settings.proxyReadTimeout, this, now);
      return;
    }
    this.#client.unsent = client.unsent;
    this.#upstream.unsent = upstream.unsent;
    upstream.timer.start(this.#shortest(), this, now);
  }

  /** The timeouts in force: for the backend to send unless the client keeps it from being read, and for a blocked side to take. */
  #shortest(): number {
    const { proxyReadTimeout, proxySendTimeout, sendTimeout } = this.#exchange.settings;
    let shortest = this.#upstream.channel.paused ? Infinity : proxyReadTimeout;
    if (this.#upstream.channel.blocked) shortest = Math.min(shortest, proxySendTimeout);
    if (this.#client.channel.blocked) shortest = Math.min(shortest, sendTimeout);
    return shortest === Infinity ? proxyReadTimeout : shortest;
  }

  onTimeout(): void {
    // A slow reader frees the kernel's buffers bit by bit, which no event tells.
    if (this.#client.moved || this.#upstream.moved) {
      this.touch();
      return;
    }
    const { sendTimeout, proxySendTimeout, resetTimedoutConnection } = this.#exchange.settings;
    const waited = Math.ceil(this.#timer.elapsed);
    if (this.#client.channel.blocked && waited >= sendTimeout) {
      this.finish('client_send_timeout', resetTimedoutConnection ? 'reset' : 'abrupt');
    } else if (this.#upstream.channel.blocked && waited >= proxySendTimeout) this.finish('upstream_send_timeout');
    else this.finish('idle');
  }

  finish(cause: Cause, how: 'gentle' | 'abrupt' | 'reset' = 'gentle'): void {
    if (!this.#over) this.#exchange.finish(cause, how);
  }

  /** Called by the exchange's end. */
  stop(): void {
    this.#over = true;
    this.#timer.stop(this);
    this.#exchange.client.cycle.endTunnel(this, this.#exchange.outcome.cause);
  }
}

/** One side of a tunnel: the owner of its socket. */
class TunnelSide implements RelayOwner {
  readonly channel: Channel;
  readonly #tunnel: Tunnel;
  readonly #name: 'client' | 'upstream';
  #peer: TunnelSide | undefined;
  /** Bytes the kernel had not taken when something last moved. */
  unsent = 0;

  constructor(tunnel: Tunnel, channel: Channel, name: 'client' | 'upstream') {
    this.#tunnel = tunnel;
    this.channel = channel;
    this.#name = name;
  }

  get peer(): TunnelSide {
    if (this.#peer === undefined) throw new Error('a tunnel with one side');
    return this.#peer;
  }

  set peer(peer: TunnelSide) {
    this.#peer = peer;
  }

  get moved(): boolean {
    return this.channel.unsent < this.unsent;
  }

  /** Reads on only if the other side takes what was read. */
  throttle(): void {
    if (this.peer.channel.congested) this.channel.pause();
    else this.channel.resume();
  }

  onRelayed(now: number): void {
    this.#tunnel.touch(now);
  }

  onDrain(): void {
    this.peer.channel.resume();
    this.#tunnel.touch();
  }

  onEnd(): void {
    this.#tunnel.touch();
    this.#flushAndFinish(this.#name === 'client' ? 'client_eof' : 'upstream_eof');
  }

  onClose(error: Error | undefined): void {
    const cause = this.#name === 'client' ? 'client_reset' : 'upstream_reset';
    // A failed write loses what was written, so there is nothing left to wait for; a failed read is the end of what was sent.
    if (error !== undefined && 'syscall' in error && error.syscall === 'write') this.#tunnel.finish(cause, 'abrupt');
    else this.#flushAndFinish(cause);
  }

  /** This side is at its end: what it sent goes out first, however slowly, then both sides are closed. */
  #flushAndFinish(cause: Cause): void {
    const { channel } = this.peer;
    if (channel.blocked) channel.finish(() => this.#tunnel.finish(cause));
    else this.#tunnel.finish(cause);
  }
}
