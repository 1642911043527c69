import type { ChannelOwner } from '../net/channel.ts';
import type { ExchangeContext } from './exchange-context.ts';

/** The client's socket while a backend is asked: what it sends is kept, and if it leaves, nobody needs the answer. */
export class WaitingClient implements ChannelOwner {
  readonly #exchange: ExchangeContext;

  constructor(exchange: ExchangeContext) {
    this.#exchange = exchange;
  }

  onData(chunk: Buffer): void {
    this.#exchange.client.hold(chunk);
  }

  onEnd(): void {
    if (!this.#exchange.settings.proxyIgnoreClientAbort) this.#exchange.clientGone();
  }

  onDrain(): void {
    // Nothing has been written yet.
  }

  onClose(): void {
    if (!this.#exchange.settings.proxyIgnoreClientAbort) this.#exchange.clientGone();
  }
}
