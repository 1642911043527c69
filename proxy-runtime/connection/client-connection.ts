import type { Listen } from '../compile/listens.ts';
import type { LocationSettings } from '../compile/settings/location-settings.ts';
import { ClientSocket } from '../exchange/client-socket.ts';
import { Exchange } from '../exchange/exchange.ts';
import type { AcceptedTls } from '../tls/accepted-tls.ts';
import { refuse } from '../exchange/refuse.ts';
import { RefusedRequest } from '../exchange/refused-request.ts';
import { BadRequest, type ReceivedHead } from '../http/request-head.ts';
import { RequestHeadParser } from '../http/request-head-parser.ts';
import { COUNT } from '../metrics/counters.ts';
import type { Channel, ChannelOwner, Endpoint } from '../net/channel.ts';
import type { ChannelTimer, Waiter } from '../net/channel-timer.ts';
import { SHARE_MS } from '../net/fair-share.ts';
import { reportProgress } from '../net/progress.ts';
import type { Reusable } from '../net/connection-budget.ts';
import type { Client, Security } from '../exchange/client.ts';
import type { CycleContext } from '../exchange/cycle-context.ts';
import { formatListen } from '../config/values/listen-address.ts';
import { closeLingering } from './lingering-close.ts';
import { nextConnectionNumber } from './connection-number.ts';

const EMPTY = Buffer.alloc(0);

/** What is held of bytes that come before their turn; beyond it the kernel holds them, and the client has to wait. */
const MAX_HELD = 64 * 1024;

/** How long a connection that has not sent anything yet is given when the proxy drains. */
const DRAIN_GRACE_MS = 1000;

/** Of all plain connections. */
const PLAIN: Security = {};

/** What a connection needs of the cycle that it was accepted under. */
export interface ConnectionCycle extends CycleContext {
  /** The connection is closed. */
  forget(connection: ClientConnection): void;
}

/** A client's connection: reads one request head after the other, and hands each to an {@link Exchange}, which owns the socket until it is over. */
export class ClientConnection extends ClientSocket implements ChannelOwner, Client, Waiter, Reusable {
  readonly cycle: ConnectionCycle;
  readonly listen: Listen;
  readonly remoteAddress: string;
  readonly remotePort: number | undefined;
  readonly openedAt = performance.now();
  readonly number = nextConnectionNumber();
  readonly security: Security;
  requests = 0;
  /** Whether the request that is read was there before the answer to the one before it was out. */
  pipelined = false;
  exchange: Exchange | undefined;
  /** While a head is read. */
  #parser: RequestHeadParser | undefined;
  #input: Buffer = EMPTY;
  #parsing = false;
  /** Requests that are here already wait for others. */
  #waits = false;
  #closing = false;
  /** When the first byte of the request came; before that, when the answer to the one before it was out. */
  #begunAt = 0;
  /** Where it is shown. */
  readonly #local: Endpoint | undefined;

  /** @param remote - the client's address when it was accepted: the channel forgets it with an RST whose request is still to be read */
  constructor(channel: Channel, remote: Endpoint, listen: Listen, cycle: ConnectionCycle, security: Security = PLAIN) {
    super(channel);
    this.security = security;
    channel.owner = this;
    this.listen = listen;
    this.cycle = cycle;
    this.remoteAddress = withoutMapping(remote.address);
    this.remotePort = remote.port;
    if (cycle.config.shared.keepsServerAddress) this.#local = channel.local;
    this.#timer.start(listen.defaultServer.settings.clientHeaderTimeout, this);
    cycle.budget.idle(this);
  }

  get #timer(): ChannelTimer {
    return this.channel.timer;
  }

  get tls(): AcceptedTls | undefined {
    return this.security.tls;
  }

  /** In the words of nginx's status. */
  get state(): 'reading' | 'writing' | 'waiting' {
    if (this.exchange !== undefined) return 'writing';
    return this.#begun || this.#waits ? 'reading' : 'waiting';
  }

  get #address(): Endpoint | undefined {
    return this.#local ?? this.channel.local;
  }

  get localAddress(): string {
    const { address } = this.listen;
    return address.kind === 'unix' ? formatListen(address) : withoutMapping(this.#address?.address ?? '');
  }

  get localPort(): number | undefined {
    return this.#address?.port;
  }

  /** Whether a request has begun to come. */
  get #begun(): boolean {
    return this.#parser?.begun === true;
  }

  get #outside(): LocationSettings {
    return this.listen.defaultServer.outside;
  }

  // --- reading a head -------------------------------------------------------------------------------------------------

  onData(chunk: Buffer): void {
    const first = !this.#begun;
    if (first) this.cycle.budget.busy(this);
    if (first) this.#begunAt = performance.now();
    this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk]);
    if (first && this.requests > 0) this.#timer.start(this.listen.defaultServer.settings.clientHeaderTimeout, this);
    this.#parse();
  }

  onEnd(): void {
    // A socket says so even when it is paused; requests that wait for the next turn were sent before.
    if (!this.#waits) this.#leave();
  }

  onDrain(): void {
    // Nobody waits for it between two requests.
  }

  onClose(): void {
    this.#leave();
  }

  #parse(): void {
    if (this.#parsing || this.#waits) return;
    this.#parsing = true;
    let began = 0;
    let waits = false;
    // An exchange may be over at once; a loop instead of a call for each pipelined request keeps the stack flat.
    while (this.exchange === undefined && this.#input.length > 0 && this.owner === 'connection') {
      const head = this.#parseHead();
      if (head === undefined) break;
      this.#timer.stop(this);
      reportProgress();
      this.requests++;
      this.cycle.counters.add(COUNT.requests);
      const exchange = (this.exchange = new Exchange(this, head, this.#begunAt));
      exchange.start();
      // A client that has ended its side already says so only once, and this exchange has to know.
      if (this.channel.ended && !exchange.finished) this.channel.owner.onEnd();
      if (this.#input.length === 0) break;
      if (began === 0) began = performance.now();
      else if (performance.now() - began > SHARE_MS) {
        waits = this.#letOthersAsk();
        break;
      }
    }
    this.#parsing = false;
    if (waits) return;
    if (this.channel.ended && this.exchange === undefined && this.owner === 'connection') this.#leave();
  }

  /** Requests that are answered at once could go on for ever: the next is answered in the next turn of the event loop. */
  #letOthersAsk(): boolean {
    // Whoever has the channel reads from it.
    if (this.exchange !== undefined || this.owner !== 'connection') return false;
    this.#waits = true;
    this.channel.pause();
    setImmediate(() => {
      this.#waits = false;
      this.channel.resume();
      this.#parse();
    });
    return true;
  }

  #parseHead(): ReceivedHead | undefined {
    const parser = (this.#parser ??= new RequestHeadParser(this.listen.defaultServer.settings, this.listen.headLimits));
    try {
      const head = parser.parse(this.#input);
      if (head === undefined) {
        this.#input = this.#input.subarray(parser.dropBlank());
        return undefined;
      }
      this.#input = this.#input.subarray(parser.consumed);
      this.#parser = undefined;
      return head;
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      this.#timer.stop(this);
      refuse(this, error, this.#refused(parser, error.status));
      this.#parser = undefined;
      return undefined;
    }
  }

  onTimeout(): void {
    if (this.#begun && this.#outside.resetTimedoutConnection) this.channel.reset();
    this.#abandon(408, 'client timed out');
  }

  #leave(): void {
    this.#abandon(400, 'client prematurely closed connection');
  }

  /** What is here of a head stays that; if it has begun, the logs have a line of it: nobody can be told. */
  #abandon(status: number, reason: string): void {
    const parser = this.#parser;
    this.#parser = undefined;
    if (parser?.begun === true) {
      const request = this.#refused(parser, status);
      this.cycle.log('info', `${reason} while reading client request headers`, request);
      this.cycle.logAccess(request);
    }
    this.#drop();
  }

  #refused(parser: RequestHeadParser, status: number): RefusedRequest {
    this.requests++;
    this.cycle.counters.add(COUNT.requests);
    return new RefusedRequest(this, { status, head: parser.soFar(this.#input), startedAt: this.#begunAt });
  }

  #drop(): void {
    this.cycle.budget.busy(this);
    this.#timer.stop(this);
    this.#parser = undefined;
    this.#input = EMPTY;
    this.channel.destroy();
    // A closing connection is forgotten when its last line is logged.
    if (!this.#closing) this.cycle.forget(this);
  }

  // --- for the exchange -----------------------------------------------------------------------------------------------

  /** What is here behind the head, which is not taken by that. */
  get input(): Buffer {
    return this.#input;
  }

  /** The bytes behind the head that are here already. */
  takeInput(): Buffer {
    const input = this.#input;
    this.#input = EMPTY;
    return input;
  }

  /** Keeps bytes for later: of the next request, or of a tunnel that is not there yet. */
  hold(bytes: Buffer): void {
    this.#input = this.#input.length === 0 ? bytes : Buffer.concat([this.#input, bytes]);
    if (this.#input.length >= MAX_HELD) this.channel.pause(true);
  }

  /** The exchange is over and the connection lives on. */
  next(settings: LocationSettings): void {
    this.exchange = undefined;
    // Who has ended its side may have asked for more before.
    if (this.channel.closed || (this.channel.ended && this.#input.length === 0)) {
      this.#drop();
      return;
    }
    this.giveTo('connection', this);
    this.channel.resume();
    this.#begunAt = performance.now();
    this.pipelined = this.#input.length > 0;
    if (!this.pipelined) {
      if (this.cycle.draining) this.close(settings);
      else {
        this.#timer.start(settings.keepaliveTimeout, this);
        this.cycle.budget.idle(this);
      }
      return;
    }
    this.#timer.start(this.listen.defaultServer.settings.clientHeaderTimeout, this);
    this.#parse();
  }

  /** FIN, lingering if need be; then `closed`. */
  close(settings: LocationSettings, closed?: () => void): void {
    this.#timer.stop(this);
    this.#closing = true;
    const { budget } = this.cycle;
    budget.busy(this);
    closeLingering(this, settings, budget, () => {
      closed?.();
      this.cycle.forget(this);
    });
  }

  /** Closes at once. */
  destroy(reset = false): void {
    if (reset) this.channel.reset();
    this.#drop();
  }

  protected override alert(message: string): void {
    this.cycle.log('alert', message, this.exchange);
  }

  /** There is no room for others. */
  reuse(): void {
    this.#drop();
  }

  // --- for the cycle --------------------------------------------------------------------------------------------------

  /** Takes no further request: an idle connection is closed at once, one that is in use when its exchange is over. */
  drain(): void {
    if (this.exchange !== undefined || this.#begun || this.#waits || this.owner !== 'connection') return;
    const kept = this.#outside.keepaliveMinTimeout - (performance.now() - this.#begunAt);
    if (this.requests === 0) this.#timer.start(DRAIN_GRACE_MS, this);
    else if (kept > 0) this.#timer.start(kept, this);
    else this.close(this.#outside);
  }

  /** The time for draining is over. */
  shutDown(): void {
    if (this.exchange !== undefined) this.exchange.shutDown();
    else this.#drop();
  }
}

/** An IPv4 client of a dual-stack listener is shown as what it is. */
function withoutMapping(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
