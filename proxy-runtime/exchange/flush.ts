import type { ChannelOwner } from '../net/channel.ts';
import type { Waiter } from '../net/channel-timer.ts';
import type { ExchangeContext } from './exchange-context.ts';

/**
 * Waits until the client has taken its answer, as slowly as it likes but not slower than `sendTimeout` without any progress. Only then
 * comes its next request: a client that never reads must not make us hold one answer after the other.
 */
export class Flush implements ChannelOwner, Waiter {
  readonly #exchange: ExchangeContext;
  readonly #done: (how: 'sent' | 'failed') => void;
  #over = false;
  #unsent = 0;

  /** @param done - called once: all is sent, or it can't be */
  constructor(exchange: ExchangeContext, done: (how: 'sent' | 'failed') => void) {
    this.#exchange = exchange;
    this.#done = done;
  }

  start(): void {
    const { channel } = this.#exchange.client;
    if (!channel.blocked) {
      this.#done('sent');
      return;
    }
    this.#exchange.client.giveTo('flush', this);
    channel.onceSent(() => this.#end('sent'));
    this.#watch();
  }

  #watch(): void {
    const { channel } = this.#exchange.client;
    this.#unsent = channel.unsent;
    channel.timer.start(this.#exchange.settings.sendTimeout, this);
  }

  onTimeout(): void {
    if (this.#exchange.client.channel.unsent < this.#unsent) this.#watch();
    else this.#end('failed');
  }

  #end(how: 'sent' | 'failed'): void {
    if (this.#over) return;
    this.#over = true;
    this.#exchange.client.channel.timer.stop(this);
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
