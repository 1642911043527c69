import type { ChannelOwner } from '../net/channel.ts';
import { LazyTimer } from '../net/lazy-timer.ts';
import type { Exchange } from './exchange.ts';

/**
 * Waits until the client has taken its answer, as slowly as it likes but not slower than `sendTimeout` without any progress. Only then
 * comes its next request: a client that never reads must not make us hold one answer after the other.
 */
export class Flush implements ChannelOwner {
  readonly #exchange: Exchange;
  readonly #done: (how: 'sent' | 'failed') => void;
  #over = false;
  #unsent = 0;
  readonly #timer = new LazyTimer(() => this.#look());

  /** @param done - called once: all is sent, or it can't be */
  constructor(exchange: Exchange, done: (how: 'sent' | 'failed') => void) {
    this.#exchange = exchange;
    this.#done = done;
  }

  start(): void {
    const { channel } = this.#exchange.client;
    if (!channel.blocked) {
      this.#done('sent');
      return;
    }
    this.#exchange.giveClientTo(this);
    channel.onceSent(() => this.#end('sent'));
    this.#watch();
  }

  #watch(): void {
    this.#unsent = this.#exchange.client.channel.unsent;
    this.#timer.start(this.#exchange.settings.sendTimeout);
  }

  #look(): void {
    if (this.#exchange.client.channel.unsent < this.#unsent) this.#watch();
    else this.#end('failed');
  }

  #end(how: 'sent' | 'failed'): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer.stop();
    this.#done(how);
  }

  onData(chunk: Buffer): void {
    this.#exchange.client.hold(chunk);
  }

  onEnd(): void {
    // It may have closed its side only; what it is owed goes out.
  }

  onDrain(): void {
    // `onceSent` tells.
  }

  onClose(): void {
    this.#end('failed');
  }
}
