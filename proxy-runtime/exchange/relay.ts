import { chunkHead, ChunkedDecoder, LAST_CHUNK } from '../http/chunked.ts';
import type { ResponseHead } from '../http/response-head.ts';
import type { Channel, ChannelOwner } from '../net/channel.ts';
import { LazyTimer } from '../net/lazy-timer.ts';
import type { Exchange } from './exchange.ts';
import { rewriteRedirects } from './redirect.ts';
import { writeResponseHead } from './response-head-writer.ts';

/** Relays a response that is no tunnel: its framing is taken off and put on anew, and the client reads at its own speed. */
export class ResponseRelay implements ChannelOwner {
  /** Whether the backend's connection is at the end of the response, and may carry another. */
  clean = false;
  readonly #exchange: Exchange;
  readonly #upstream: Channel;
  readonly #client: Channel;
  #decoder: ChunkedDecoder | undefined;
  /** What is left of a response with a length; undefined where its end is the connection's. */
  #left: number | undefined;
  #chunkToClient = false;
  #reusable = false;
  #over = false;
  #unsent = 0;
  readonly #timer = new LazyTimer(() => this.#timedOut());

  constructor(exchange: Exchange, upstream: Channel) {
    this.#exchange = exchange;
    this.#upstream = upstream;
    this.#client = exchange.client.channel;
  }

  start(head: ResponseHead, rest: Buffer): void {
    const exchange = this.#exchange;
    const bodiless = exchange.head.method === 'HEAD' || head.status === 204 || head.status === 304;
    this.#reusable = head.keepAlive;
    if (head.chunked && !bodiless) this.#decoder = new ChunkedDecoder();
    this.#left = bodiless ? 0 : head.contentLength;
    this.#chunkToClient = !bodiless && head.contentLength === undefined && exchange.head.version === 11;
    if (!bodiless && head.contentLength === undefined && !this.#chunkToClient) exchange.closeAfterwards();
    this.#upstream.owner = this;
    exchange.giveClientTo(new RelayClient(exchange, this.#upstream, () => this.#watch()));
    this.#client.together(() => {
      this.#writeHead(head);
      if (rest.length > 0 || this.#left === 0) this.onData(rest);
    });
    if (!this.#over) this.#watch();
  }

  #writeHead(head: ResponseHead): void {
    const exchange = this.#exchange;
    exchange.outcome.status = head.status;
    if (exchange.head.version === 9) return;
    rewriteRedirects(exchange, head.headers);
    const text = writeResponseHead(
      {
        statusText: head.statusText,
        contentType: head.headers.get('content-type'),
        contentLength: head.chunked ? undefined : head.contentLength,
        chunked: this.#chunkToClient,
        connection: exchange.connection,
        headers: head.headers,
      },
      exchange.settings,
    );
    exchange.outcome.headLength = text.length;
    this.#client.write(text);
  }

  onData(chunk: Buffer): void {
    if (this.#decoder !== undefined) this.#takeChunked(chunk, this.#decoder);
    else this.#takeRaw(chunk);
    if (this.#over) return;
    if (this.#client.congested) this.#upstream.pause();
    this.#watch();
  }

  #takeChunked(chunk: Buffer, decoder: ChunkedDecoder): void {
    const used = decoder.decode(chunk, (piece) => this.#pass(piece));
    if (used === undefined) this.#end('upstream_incomplete');
    else if (decoder.done) this.#complete(used === chunk.length);
  }

  #takeRaw(chunk: Buffer): void {
    const piece = this.#left === undefined ? chunk : chunk.subarray(0, this.#left);
    if (piece.length > 0) this.#pass(piece);
    if (this.#left === undefined) return;
    this.#left -= piece.length;
    if (this.#left === 0) this.#complete(piece.length === chunk.length);
  }

  #pass(piece: Buffer): void {
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
    this.#timer.stop();
  }

  onEnd(): void {
    this.#upstreamOver();
  }

  onClose(): void {
    this.#upstreamOver();
  }

  #upstreamOver(): void {
    if (this.#over) return;
    if (this.#decoder === undefined && this.#left === undefined) {
      if (this.#chunkToClient) this.#client.write(LAST_CHUNK);
      this.#end(undefined);
    } else this.#end('upstream_incomplete');
  }

  onDrain(): void {
    this.#exchange.client.channel.resume();
  }

  // --- timeouts -------------------------------------------------------------------------------------------------------

  /** The clock runs for whoever is waited for: the client while it does not take what is there, else the backend. */
  #watch(): void {
    if (this.#over) return;
    const { proxyReadTimeout, sendTimeout } = this.#exchange.settings;
    this.#unsent = this.#client.unsent;
    this.#timer.start(this.#upstream.paused ? sendTimeout : proxyReadTimeout);
  }

  #timedOut(): void {
    if (!this.#upstream.paused) this.#end('upstream_read_timeout');
    else if (this.#client.unsent < this.#unsent) this.#watch();
    else this.#end('client_send_timeout');
  }
}

/** The client's socket while it is answered: what it sends belongs to its next request. */
class RelayClient implements ChannelOwner {
  readonly #exchange: Exchange;
  readonly #upstream: Channel;
  readonly #drained: () => void;

  constructor(exchange: Exchange, upstream: Channel, drained: () => void) {
    this.#exchange = exchange;
    this.#upstream = upstream;
    this.#drained = drained;
  }

  onData(chunk: Buffer): void {
    this.#exchange.client.hold(chunk);
  }

  onDrain(): void {
    this.#upstream.resume();
    this.#drained();
  }

  onEnd(): void {
    if (!this.#exchange.settings.proxyIgnoreClientAbort) this.#exchange.clientGone();
  }

  onClose(): void {
    this.#exchange.clientGone();
  }
}
