import { chunkHead, LAST_CHUNK } from '../http/chunked.ts';
import { ResponseBody } from '../http/response-body.ts';
import type { ResponseHead } from '../http/response-head.ts';
import type { Channel, ChannelOwner } from '../net/channel.ts';
import type { Waiter } from '../net/channel-timer.ts';
import { addedLines } from './added-lines.ts';
import type { Attempt } from '../request/attempt.ts';
import type { ExchangeContext } from './exchange-context.ts';
import { rewriteRedirects } from './redirect.ts';
import { writeResponseHead } from './response-head-writer.ts';

/** Relays a response that is no tunnel: its framing is taken off and put on anew, and the client reads at its own speed. */
export class ResponseRelay implements ChannelOwner, Waiter {
  /** Whether the backend's connection is at the end of the response, and may carry another. */
  clean = false;
  readonly #exchange: ExchangeContext;
  readonly #upstream: Channel;
  readonly #client: Channel;
  #body: ResponseBody | undefined;
  #chunkToClient = false;
  #reusable = false;
  #over = false;
  #unsent = 0;
  #received = 0;
  /** Until more may be read. */
  #held: NodeJS.Timeout | undefined;
  readonly #startedAt = performance.now();

  constructor(exchange: ExchangeContext, upstream: Channel) {
    this.#exchange = exchange;
    this.#upstream = upstream;
    this.#client = exchange.client.channel;
  }

  start(head: ResponseHead, rest: Buffer): void {
    const exchange = this.#exchange;
    const bodiless = exchange.head.method === 'HEAD' || head.status === 204 || head.status === 304;
    const body = new ResponseBody(head, bodiless);
    this.#body = body;
    this.#reusable = head.keepAlive;
    const lengthless = !bodiless && head.contentLength === undefined;
    this.#chunkToClient = lengthless && exchange.head.version === 11;
    if (lengthless && !this.#chunkToClient) exchange.closeAfterwards();
    this.#upstream.owner = this;
    exchange.client.giveTo('relay', new RelayClient(exchange, () => this.#clientDrained()));
    this.#client.together(() => {
      this.#writeHead(head);
      if (rest.length > 0 || body.done) this.onData(rest);
    });
    if (!this.#over) this.#watch();
  }

  #writeHead(head: ResponseHead): void {
    const exchange = this.#exchange;
    exchange.outcome.status = head.status;
    if (exchange.head.version === 9) return;
    const { headers, location } = rewriteRedirects(exchange, head.headers);
    const text = writeResponseHead(
      {
        statusText: head.statusText,
        contentType: head.headers.get('content-type'),
        contentLength: head.chunked ? undefined : head.contentLength,
        location,
        chunked: this.#chunkToClient,
        connection: exchange.connection,
        headers,
        added: addedLines(exchange, exchange.settings, head.status),
      },
      exchange.settings,
    );
    exchange.sentHead(text);
    this.#client.write(text);
  }

  onData(chunk: Buffer): void {
    const body = this.#body;
    if (body === undefined) return;
    const valid = body.take(chunk, (piece) => this.#pass(piece));
    if (this.#over) return;
    if (!valid) this.#incomplete('upstream sent an invalid chunked response');
    else if (body.done) this.#complete(body.exact);
    else {
      if (this.#client.congested) this.#upstream.pause();
      else this.#limitRate(chunk.length);
      this.#watch();
    }
  }

  /** `proxy_limit_rate`: what comes faster waits in the kernel. */
  #limitRate(bytes: number): void {
    const rate = this.#exchange.settings.proxyLimitRate;
    if (rate === 0) return;
    this.#received += bytes;
    const ahead = (this.#received / rate) * 1000 - (performance.now() - this.#startedAt + 1000);
    if (ahead <= 0) return;
    this.#upstream.pause();
    this.#held = setTimeout(() => {
      this.#held = undefined;
      if (!this.#client.congested) this.#upstream.resume();
      this.#watch();
    }, ahead);
  }

  #pass(piece: Buffer): void {
    const attempt = this.#attempt;
    if (attempt !== undefined) attempt.responseLength += piece.length;
    if (!this.#chunkToClient) {
      this.#client.write(piece);
      return;
    }
    this.#client.together(() => {
      this.#client.write(chunkHead(piece.length));
      this.#client.write(piece);
      this.#client.write('\r\n');
    });
  }

  get #attempt(): Attempt | undefined {
    return this.#exchange.attempts.at(-1);
  }

  /** @param exact - whether the backend sent nothing beyond the response */
  #complete(exact: boolean): void {
    if (this.#chunkToClient) this.#client.write(LAST_CHUNK);
    this.clean = exact && this.#reusable;
    this.#end(undefined);
  }

  #end(cause: 'upstream_incomplete' | 'upstream_read_timeout' | 'client_send_timeout' | undefined): void {
    if (this.#over) return;
    this.stop();
    if (cause === undefined) this.#exchange.finish(undefined);
    else {
      // The client must see that the answer is cut short, which only the end of the connection can tell.
      this.#exchange.closeAfterwards();
      const { resetTimedoutConnection } = this.#exchange.settings;
      const how = cause !== 'client_send_timeout' ? 'gentle' : resetTimedoutConnection ? 'reset' : 'abrupt';
      this.#exchange.finish(cause, how);
    }
  }

  /** No more is relayed. */
  stop(): void {
    this.#over = true;
    this.#upstream.timer.stop(this);
    clearTimeout(this.#held);
  }

  #clientDrained(): void {
    if (this.#held === undefined) this.#upstream.resume();
    this.#watch();
  }

  onEnd(): void {
    if (this.#over) return;
    if (this.#body?.untilClose === true) {
      if (this.#chunkToClient) this.#client.write(LAST_CHUNK);
      this.#end(undefined);
    } else this.#incomplete('upstream prematurely closed connection');
  }

  /** Only FIN can be the end of a body: a connection that broke would pass half of one off as the whole. */
  onClose(error: Error | undefined): void {
    if (!this.#over) this.#incomplete(error?.message ?? 'upstream closed connection');
  }

  #incomplete(message: string): void {
    this.#log(message);
    this.#end('upstream_incomplete');
  }

  #log(message: string): void {
    const { cycle } = this.#exchange;
    cycle.log('error', `${message} while reading upstream, upstream: "${this.#attempt?.name ?? ''}"`, this.#exchange);
  }

  /** Of a body that is still being streamed to the backend. */
  onDrain(): void {
    this.#exchange.bodyFlows(true);
  }

  // --- timeouts -------------------------------------------------------------------------------------------------------

  /** The clock runs for whoever is waited for: the client while it does not take what is there, else the backend. */
  #watch(): void {
    if (this.#over) return;
    const { proxyReadTimeout, sendTimeout } = this.#exchange.settings;
    this.#unsent = this.#client.unsent;
    // While the rate is limited, nobody is waited for.
    if (this.#held !== undefined && !this.#client.congested) this.#upstream.timer.stop(this);
    else this.#upstream.timer.start(this.#upstream.paused ? sendTimeout : proxyReadTimeout, this);
  }

  onTimeout(): void {
    if (!this.#upstream.paused) {
      this.#log('upstream timed out');
      this.#end('upstream_read_timeout');
    } else if (this.#client.unsent < this.#unsent) this.#watch();
    else this.#end('client_send_timeout');
  }
}

/** The client's socket while it is answered: what it sends belongs to its next request. */
class RelayClient implements ChannelOwner {
  readonly #exchange: ExchangeContext;
  readonly #drained: () => void;

  constructor(exchange: ExchangeContext, drained: () => void) {
    this.#exchange = exchange;
    this.#drained = drained;
  }

  onData(chunk: Buffer): void {
    this.#exchange.client.hold(chunk);
  }

  onDrain(): void {
    this.#drained();
  }

  onEnd(): void {
    if (!this.#exchange.settings.proxyIgnoreClientAbort) this.#exchange.clientGone();
  }

  onClose(): void {
    this.#exchange.clientGone();
  }
}
