import type { NextUpstreamCondition } from '../config/types.ts';
import { BadResponse, parseResponseHead, type ResponseHead } from '../http/response-head.ts';
import { chunkHead, LAST_CHUNK } from '../http/chunked.ts';
import type { ChannelOwner } from '../net/channel.ts';
import { LazyTimer } from '../net/lazy-timer.ts';
import { backendTarget } from '../routing/proxy-pass.ts';
import type { UpstreamConnection } from '../upstream/keepalive-pool.ts';
import type { Peer } from '../upstream/peer.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { Attempt, connectTo } from './attempt.ts';
import type { Exchange } from './exchange.ts';
import { NextUpstream } from './next-upstream.ts';
import { ResponseRelay } from './relay.ts';
import { RequestBody, type BodySink } from './request-body.ts';
import { writeRequestHead, type BodyFraming } from './request-head-writer.ts';
import { Tunnel } from './tunnel.ts';

const EMPTY = Buffer.alloc(0);

type State = 'idle' | 'connecting' | 'sending' | 'waiting' | 'answered' | 'over';

/** The backend's side of an exchange up to the response's head: chooses a peer, sends the request, tries the next peer if it may. */
export class UpstreamRequest implements ChannelOwner, BodySink {
  readonly attempts: Attempt[] = [];
  readonly #exchange: Exchange;
  readonly #upstream: Upstream;
  readonly #tried = new Set<Peer>();
  readonly #timer = new LazyTimer(() => this.#timedOut());
  #next: NextUpstream | undefined;
  #state: State = 'idle';
  #body: Buffer | RequestBody | undefined;
  #connection: UpstreamConnection | undefined;
  #pooled = false;
  #keepAlive = true;
  /** Bytes the backend had not taken when the timer last looked. */
  #unsent = 0;
  #countedFrom = { read: 0, written: 0 };
  #input: Buffer = EMPTY;
  /** What follows the response's head: it holds the connection's end, too. */
  #answer: ResponseRelay | Tunnel | undefined;

  constructor(exchange: Exchange, upstream: Upstream) {
    this.#exchange = exchange;
    this.#upstream = upstream;
  }

  /** @param body - a whole body, or one that is to be streamed */
  start(body: Buffer | RequestBody | undefined): void {
    this.#body = body;
    this.#next = new NextUpstream(this.#exchange.settings, this.#exchange.head.method, this.#upstream.tries);
    this.#attempt();
  }

  #attempt(): void {
    const peer = this.#upstream.take(this.#tried);
    if (peer === undefined) {
      this.#exchange.client.cycle.logError(
        `no live upstreams while connecting to upstream, upstream: "${this.#upstream.name}"`,
      );
      const attempt = new Attempt(this.#upstream.name);
      attempt.status = 502;
      this.attempts.push(attempt);
      this.#state = 'over';
      this.#exchange.answer({ status: 502 });
      return;
    }
    this.#tried.add(peer);
    this.attempts.push(new Attempt(peer.name));
    this.#input = EMPTY;
    this.#state = 'connecting';
    const { connection, pooled } = connectTo(peer, this.#upstream, this.#exchange, this, () => this.#opened());
    this.#connection = connection;
    this.#pooled = pooled;
    this.#countedFrom = { read: connection.channel.bytesRead, written: connection.channel.bytesWritten };
    if (pooled) this.#opened();
    else this.#timer.start(this.#exchange.settings.proxyConnectTimeout);
  }

  get #last(): Attempt {
    const attempt = this.attempts.at(-1);
    if (attempt === undefined) throw new Error('an upstream request without an attempt');
    return attempt;
  }

  // --- sending --------------------------------------------------------------------------------------------------------

  #opened(): void {
    if (this.#state !== 'connecting' || this.#connection === undefined) return;
    this.#last.connectTime = this.#last.elapsed;
    this.#state = 'sending';
    const exchange = this.#exchange;
    const { proxyPass, locationKey } = exchange;
    if (!proxyPass || !locationKey) throw new Error('an upstream request outside a location with proxyPass');
    const target = backendTarget(proxyPass, locationKey, exchange.head.target, exchange.uri);
    const { text, keepAlive } = writeRequestHead(exchange, target, this.#framing(), exchange.settings);
    const head = Buffer.from(text, 'latin1');
    this.#keepAlive = keepAlive;
    const { channel } = this.#connection;
    if (Buffer.isBuffer(this.#body)) channel.write(Buffer.concat([head, this.#body]), () => this.#sent());
    else channel.write(head, this.#body === undefined ? () => this.#sent() : undefined);
    this.#watchSending();
    if (this.#body instanceof RequestBody) this.#body.stream(this);
  }

  #framing(): BodyFraming {
    if (Buffer.isBuffer(this.#body)) return { length: this.#body.length };
    const { contentLength, chunked } = this.#exchange.head;
    if (chunked) return 'chunked';
    return contentLength === undefined ? undefined : { length: contentLength };
  }

  /** The request has left: from here, the response's head has `proxyReadTimeout` to come, and pieces of it don't extend that. */
  #sent(): void {
    if (this.#state !== 'sending') return;
    this.#state = 'waiting';
    this.#timer.start(this.#exchange.settings.proxyReadTimeout);
  }

  onPiece(piece: Buffer): void {
    const channel = this.#connection?.channel;
    if (channel === undefined) return;
    const { chunked } = this.#exchange.head;
    if (chunked) channel.write(chunkHead(piece.length));
    channel.write(piece);
    if (chunked) channel.write('\r\n');
    if (this.#state === 'sending') this.#watchSending();
    if (channel.congested) this.#exchange.client.channel.pause();
  }

  onBodyEnd(): void {
    const channel = this.#connection?.channel;
    if (channel === undefined) return;
    if (this.#exchange.head.chunked) channel.write(LAST_CHUNK, () => this.#sent());
    else channel.write(EMPTY, () => this.#sent());
  }

  onDrain(): void {
    this.#exchange.client.channel.resume();
  }

  // --- the response's head --------------------------------------------------------------------------------------------

  onData(chunk: Buffer): void {
    this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk]);
    try {
      let head = this.#parse();
      // An interim answer is never the final one; the client gets nothing of it.
      while (head !== undefined && head.status < 200 && head.status !== 101) {
        this.#input = this.#input.subarray(head.length);
        head = this.#parse();
      }
      if (head !== undefined) this.#accept(head);
    } catch (error) {
      if (!(error instanceof BadResponse)) throw error;
      this.#fail('invalid_header', 502, error.message);
    }
  }

  #parse(): ResponseHead | undefined {
    return this.#input.length === 0
      ? undefined
      : parseResponseHead(this.#input, this.#exchange.settings.proxyBufferSize);
  }

  #accept(head: ResponseHead): void {
    const attempt = this.#last;
    attempt.status = head.status;
    attempt.headerTime = attempt.elapsed;
    const condition = `http_${head.status}` as NextUpstreamCondition;
    if (head.status >= 400 && this.#mayRetry(condition)) {
      this.#release(head.status === 403 || head.status === 404 ? undefined : 'failure', false);
      this.#attempt();
      return;
    }
    if (head.status === 101 && !this.#exchange.head.headers.has('upgrade')) {
      this.#fail('invalid_header', 502, 'upstream sent 101 to a request without Upgrade');
      return;
    }
    if (head.status === 101 && this.#streaming) {
      this.#fail('invalid_header', 502, "upstream sent 101 before the request's body was over");
      return;
    }
    const channel = this.#connection?.channel;
    if (channel === undefined) return;
    this.#timer.stop();
    this.#state = 'answered';
    const rest = this.#input.subarray(head.length);
    this.#input = EMPTY;
    this.#answer =
      head.status === 101 ? new Tunnel(this.#exchange, channel) : new ResponseRelay(this.#exchange, channel);
    this.#answer.start(head, rest);
  }

  onEnd(): void {
    this.#fail('error', 502, `upstream prematurely closed connection while ${this.#doing}`);
  }

  onClose(error: Error | undefined): void {
    this.#fail('error', 502, `${error?.message ?? 'upstream closed connection'} while ${this.#doing}`);
  }

  #timedOut(): void {
    const { unsent } = this.#connection?.channel ?? { unsent: 0 };
    // A client that is slow to send its body, or a backend that is slow to take it, is no backend that is stuck.
    if (this.#state === 'sending' && (unsent === 0 || unsent !== this.#unsent)) this.#watchSending();
    else this.#fail('timeout', 504, `upstream timed out while ${this.#doing}`);
  }

  #watchSending(): void {
    this.#unsent = this.#connection?.channel.unsent ?? 0;
    this.#timer.start(this.#exchange.settings.proxySendTimeout);
  }

  get #doing(): string {
    if (this.#state === 'connecting') return 'connecting to upstream';
    return this.#state === 'sending' ? 'sending request to upstream' : 'reading response header from upstream';
  }

  // --- failures and the end -------------------------------------------------------------------------------------------

  /**
   * The attempt failed.
   *
   * @param condition - its class in `proxyNextUpstream`
   * @param status - the answer, if it was the last one
   */
  #fail(condition: NextUpstreamCondition, status: number, message: string): void {
    if (this.#state === 'over' || this.#state === 'answered') return;
    this.#exchange.client.cycle.logError(
      `${message}, client: ${this.#exchange.client.remoteAddress}, upstream: ${this.#last.name}`,
    );
    this.#last.status = status;
    // A kept connection may have been closed while the request was under way to it: that try is free.
    if (this.#pooled && condition === 'error') {
      this.#next?.giveBack();
      if (this.#connection !== undefined) this.#tried.delete(this.#connection.peer);
    }
    const retry = this.#mayRetry(condition);
    this.#release('failure', false);
    if (retry) this.#attempt();
    else {
      this.#state = 'over';
      this.#exchange.answer({ status });
    }
  }

  /** Whether a body is being streamed and not over. */
  get #streaming(): boolean {
    return this.#body instanceof RequestBody && !this.#body.done;
  }

  #mayRetry(condition: NextUpstreamCondition): boolean {
    const progress = { sent: this.#state !== 'connecting', streamed: this.#body instanceof RequestBody };
    return this.#next?.allows(condition, progress) ?? false;
  }

  /** Ends the attempt: its connection is closed, or kept where nothing is left on it. */
  #release(outcome: 'success' | 'failure' | undefined, clean: boolean): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#timer.stop();
    this.#next?.count();
    this.#connection = undefined;
    const { channel, peer } = connection;
    const attempt = this.#last;
    attempt.responseTime = attempt.elapsed;
    attempt.bytesSent = channel.bytesWritten - this.#countedFrom.written;
    attempt.bytesReceived = channel.bytesRead - this.#countedFrom.read;
    channel.owner = IGNORE;
    this.#upstream.release(peer, outcome);
    if (clean && !channel.blocked) this.#upstream.pool.give(connection);
    else channel.destroy();
  }

  /** The exchange is over, for whatever reason. */
  end(): void {
    const answered = this.#answer !== undefined;
    this.#state = 'over';
    this.#timer.stop();
    this.#answer?.stop();
    const clean = this.#keepAlive && !this.#streaming && this.#answer instanceof ResponseRelay && this.#answer.clean;
    this.#release(answered ? 'success' : undefined, clean);
  }
}

/** For a socket that is being closed. */
const IGNORE: ChannelOwner = {
  onData: () => undefined,
  onEnd: () => undefined,
  onDrain: () => undefined,
  onClose: () => undefined,
};
