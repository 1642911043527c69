import { chunkHead, LAST_CHUNK } from '../http/chunked.ts';
import type { Channel } from '../net/channel.ts';
import type { RequestContext } from './request-context.ts';
import { BodyStore } from './body-store.ts';
import type { OutgoingBody } from './outgoing-body.ts';
import { RequestBody, type BodySink } from './request-body.ts';

/** Sends one request, head and body, at the backend's speed. */
export class RequestSender implements BodySink {
  readonly #context: RequestContext;
  readonly #channel: Channel;
  readonly #body: OutgoingBody;
  readonly #onSent: () => void;
  readonly #onProgress: () => void;
  /** How much of a stored body was written. */
  #written = 0;
  #over = false;

  /**
   * @param onProgress - called when a piece of the body was written
   * @param onSent - called once, when all of it has left this process; before `start` returns if that is so then
   */
  constructor(
    context: RequestContext,
    channel: Channel,
    body: OutgoingBody,
    onProgress: () => void,
    onSent: () => void,
  ) {
    this.#context = context;
    this.#channel = channel;
    this.#body = body;
    this.#onProgress = onProgress;
    this.#onSent = onSent;
  }

  start(head: string): void {
    const body = this.#body;
    const whole = body instanceof BodyStore ? body.memory : undefined;
    if (whole !== undefined) this.#channel.write(Buffer.concat([Buffer.from(head, 'latin1'), whole]));
    else this.#channel.write(head);
    if (body instanceof RequestBody) body.stream(this);
    else if (body === undefined || whole !== undefined) this.#end();
    else this.#sendStored(body);
  }

  /** Writes as much of a stored body as the backend takes. */
  #sendStored(body: BodyStore): void {
    while (this.#written < body.length && !this.#channel.congested && this.#channel.writable) {
      const piece = body.read(this.#written);
      this.#written += piece.length;
      this.#channel.write(piece);
    }
    if (this.#written === body.length) this.#end();
  }

  onPiece(piece: Buffer): void {
    const channel = this.#channel;
    if (this.#over) return;
    const { chunked } = this.#context.head;
    if (chunked) channel.write(chunkHead(piece.length));
    channel.write(piece);
    if (chunked) channel.write('\r\n');
    this.#onProgress();
    if (channel.congested) this.#context.bodyFlows(false);
  }

  onBodyEnd(): void {
    if (this.#over) return;
    if (this.#context.head.chunked) this.#channel.write(LAST_CHUNK);
    this.#end();
  }

  onDrain(): void {
    if (this.#over) return;
    if (this.#body instanceof BodyStore) this.#sendStored(this.#body);
    else this.#context.bodyFlows(true);
  }

  #end(): void {
    if (!this.#channel.blocked) this.#sent();
    else this.#channel.onceSent(() => this.#sent());
  }

  #sent(): void {
    if (this.#over) return;
    this.#over = true;
    this.#onSent();
  }

  /** The attempt is over: what was not sent is not sent any more. */
  stop(): void {
    this.#over = true;
  }
}
