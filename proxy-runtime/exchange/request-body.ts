import { ChunkedDecoder } from '../http/chunked.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { ChannelOwner } from '../net/channel.ts';
import type { ChannelTimer, Waiter } from '../net/channel-timer.ts';
import { BodyStore } from './body-store.ts';
import type { ExchangeContext } from './exchange-context.ts';

/** Whether a chunked body is here as a whole already, if it is no longer than `size`. */
export function isHere(chunked: Buffer, size: number): boolean {
  if (chunked.length > 2 * size) return false;
  const decoder = new ChunkedDecoder();
  let length = 0;
  // It moves bytes about.
  decoder.decode(Buffer.from(chunked), (piece) => {
    length += piece.length;
  });
  return decoder.done && length <= size;
}

export function hasBody(head: RequestHead): boolean {
  return head.chunked || (head.contentLength ?? 0) > 0;
}

/** Where a body's pieces go. */
export interface BodySink {
  onPiece(piece: Buffer): void;
  onBodyEnd(): void;
}

/**
 * A request's body, read from the client's socket by its announced framing. What comes behind it is held for the next request.
 *
 * It is read whole (`proxyRequestBuffering`), streamed, or discarded; the client's socket is lent to it until then.
 */
export class RequestBody implements ChannelOwner, Waiter {
  readonly #exchange: ExchangeContext;
  readonly #decoder: ChunkedDecoder | undefined;
  #left: number;
  #size = 0;
  /** Bytes of the body that came, its framing included. */
  bytesRead = 0;
  #done = false;
  /** Whether its reader takes more. */
  #flows = true;
  #sink: BodySink = DISCARD;
  #failed: () => void = () => undefined;
  /** A body that is being collected. */
  #store: BodyStore | undefined;
  /** While the rest is discarded: the end of all patience. */
  #giveUp: NodeJS.Timeout | undefined;

  constructor(exchange: ExchangeContext) {
    this.#exchange = exchange;
    this.#decoder = exchange.head.chunked ? new ChunkedDecoder() : undefined;
    this.#left = exchange.head.contentLength ?? 0;
  }

  get #timer(): ChannelTimer {
    return this.#exchange.client.channel.timer;
  }

  /** How long it is; undefined while that is not known. */
  get length(): number | undefined {
    return this.#done ? this.#size : undefined;
  }

  /** Whether all of it was read. */
  get done(): boolean {
    return this.#done;
  }

  /** The exchange is over: nobody waits for the rest any more, and the client's socket is somebody else's until it is discarded. */
  abandon(): void {
    this.#giveBack();
    this.#sink = DISCARD;
    this.#store?.close();
  }

  /** Collects the body and gives it to `then`. */
  readWhole(then: (body: BodyStore) => void): void {
    const { clientBodyBufferSize, clientBodyTempPath } = this.#exchange.settings;
    const store = new BodyStore(clientBodyBufferSize, clientBodyTempPath);
    this.#store = store;
    this.stream({
      onPiece: (piece) => this.#keep(store, piece),
      onBodyEnd: () => {
        this.#store = undefined;
        then(store);
      },
    });
  }

  #keep(store: BodyStore, piece: Buffer): void {
    try {
      store.add(piece);
    } catch (error) {
      this.#exchange.cycle.log('crit', `a request's body can't be kept: ${(error as Error).message}`, this.#exchange);
      this.#fail(500);
    }
  }

  /** Gives the body's pieces to `sink` as they come. */
  stream(sink: BodySink): void {
    this.#sink = sink;
    this.#read();
  }

  /**
   * Drops what is left of the body.
   *
   * @param done - called when all of it is gone
   * @param failed - called instead when it does not come, or is no body any more
   */
  discardRest(done: () => void, failed: () => void): void {
    if (this.#done) {
      done();
      return;
    }
    this.#sink = { ...DISCARD, onBodyEnd: done };
    this.#failed = failed;
    this.#giveUp = setTimeout(() => this.onTimeout(), this.#exchange.settings.lingeringTime);
    this.#read();
  }

  #read(): void {
    const { client } = this.#exchange;
    client.lendTo(this);
    const early = client.takeInput();
    // What was held while a backend was connected to, or an answer was taken, may have stopped the reading.
    client.channel.resume();
    this.#flows = true;
    this.#wait();
    if (early.length > 0) this.onData(early);
    // Nothing more will come, and nobody says so again.
    if (client.channel.ended && !this.#done) this.onEnd();
  }

  #wait(): void {
    const { clientBodyTimeout, lingeringTimeout } = this.#exchange.settings;
    this.#timer.start(this.#exchange.finished ? lingeringTimeout : clientBodyTimeout, this);
  }

  /** While the reader takes no more, the client is neither read nor waited for. */
  flow(flows: boolean): void {
    if (this.#done || this.#flows === flows) return;
    this.#flows = flows;
    const { channel } = this.#exchange.client;
    if (flows) {
      channel.resume();
      this.#wait();
    } else {
      channel.pause();
      this.#timer.stop(this);
    }
  }

  onData(chunk: Buffer): void {
    this.#wait();
    const used = this.#decoder === undefined ? this.#takeLength(chunk) : this.#takeChunked(chunk, this.#decoder);
    this.bytesRead += used ?? chunk.length;
    // Or it could not be kept, which was answered
    if (used === undefined || this.#done) return;
    if (used < chunk.length) this.#exchange.client.hold(chunk.subarray(used));
    if (this.#decoder?.done ?? this.#left === 0) this.#end();
  }

  #takeLength(chunk: Buffer): number {
    const piece = chunk.subarray(0, this.#left);
    this.#left -= piece.length;
    this.#sink.onPiece(piece);
    return piece.length;
  }

  #takeChunked(chunk: Buffer, decoder: ChunkedDecoder): number | undefined {
    const { clientMaxBodySize } = this.#exchange.settings;
    const tooLarge = (): boolean => clientMaxBodySize > 0 && this.#size > clientMaxBodySize;
    const used = decoder.decode(chunk, (piece) => {
      this.#size += piece.length;
      if (!tooLarge()) this.#sink.onPiece(piece);
    });
    if (used !== undefined && !tooLarge()) return used;
    this.#fail(tooLarge() ? 413 : 400);
    return undefined;
  }

  #fail(status: number): void {
    this.#done = true;
    this.#giveBack();
    this.#exchange.closeAfterwards();
    if (this.#exchange.finished) this.#failed();
    else if (this.#exchange.outcome.status === 0) this.#exchange.answer({ status });
    else this.#exchange.finish('client_gone');
  }

  #end(): void {
    this.flow(true);
    this.#done = true;
    this.#giveBack();
    this.#sink.onBodyEnd();
  }

  #giveBack(): void {
    this.#stopWaiting();
    this.#exchange.client.endLoan();
  }

  onTimeout(): void {
    const { outcome, finished } = this.#exchange;
    this.#stopWaiting();
    if (finished) {
      this.#done = true;
      this.#failed();
      return;
    }
    if (outcome.status === 0) outcome.status = 408;
    this.#exchange.finish('client_body_timeout', 'abrupt');
  }

  #stopWaiting(): void {
    this.#timer.stop(this);
    clearTimeout(this.#giveUp);
  }

  #clientGone(): void {
    this.#stopWaiting();
    if (this.#exchange.finished) {
      this.#done = true;
      this.#failed();
    } else if (this.#exchange.outcome.status === 0) {
      // The request never was complete: nginx calls that a bad one, and has nobody to tell.
      this.#exchange.outcome.status = 400;
      this.#exchange.finish('client_gone', 'abrupt');
    } else this.#exchange.clientGone();
  }

  onEnd(): void {
    this.#clientGone();
  }

  onDrain(): void {
    this.#exchange.client.ownerAfterBody.onDrain();
  }

  onClose(): void {
    this.#clientGone();
  }
}

const DISCARD: BodySink = { onPiece: () => undefined, onBodyEnd: () => undefined };
