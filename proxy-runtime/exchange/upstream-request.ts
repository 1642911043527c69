import type { NextUpstreamCondition } from '../config/types.ts';
import { BadResponse, type ResponseHead } from '../http/response-head.ts';
import { COUNT } from '../metrics/counters.ts';
import type { ChannelOwner } from '../net/channel.ts';
import type { Waiter } from '../net/channel-timer.ts';
import { backendTarget, targetFor } from '../routing/proxy-pass.ts';
import type { UpstreamConnection } from '../upstream/keepalive-pool.ts';
import type { PeerOutcome } from '../upstream/peer-accounts.ts';
import type { PeerChoice, PeerGroup } from '../upstream/peer-group.ts';
import type { RequestContext } from './request-context.ts';
import { Attempt } from '../request/attempt.ts';
import { BodyStore } from './body-store.ts';
import { connectTo } from './connect.ts';
import { NextUpstream } from './next-upstream.ts';
import { framingOf, type OutgoingBody } from './outgoing-body.ts';
import { RequestBody } from './request-body.ts';
import { writeRequestHead } from './request-head-writer.ts';
import { RequestSender } from './request-sender.ts';
import { ResponseHeadReader } from './response-head-reader.ts';
import { UpstreamLease } from './upstream-lease.ts';

type State = 'idle' | 'connecting' | 'sending' | 'waiting' | 'answered' | 'over';

/** Why a request to a backend is over. */
type UpstreamEnd =
  /** The response was read to its end and nothing is behind it: the connection may carry another request. */
  | 'complete'
  /** Nobody needs a response any more, or its rest. */
  | 'aborted'
  /** No backend has answered. */
  | 'unanswered'
  /** The backend has answered 101: its connection is the tunnel's, which ends the lease of it. */
  | 'upgraded';

/** The backend's side of a request up to the response's head: chooses a peer, sends the request, tries the next peer if it may. */
export class UpstreamRequest implements ChannelOwner, Waiter {
  readonly #context: RequestContext;
  #group: PeerGroup | undefined;
  #choice: PeerChoice | undefined;
  #next: NextUpstream | undefined;
  #state: State = 'idle';
  #body: OutgoingBody;
  #sender: RequestSender | undefined;
  #connection: UpstreamConnection | undefined;
  #lease: UpstreamLease | undefined;
  #pooled = false;
  #keepAlive = true;
  /** Whether the connection has taken the whole request: what was not sent of a body would be taken out of the next request on it. */
  #requestSent = false;
  /** Bytes the backend had not taken when the timer last looked. */
  #unsent = 0;
  /** The reader of the attempt's response, once something of it has come. */
  #reader: ResponseHeadReader | undefined;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  /** Finds out where to, and asks. */
  start(body: OutgoingBody): void {
    this.#body = body;
    const { location, cycle } = this.#context;
    const target = location?.proxyPass && targetFor(location.proxyPass, this.#context);
    if (location === undefined || target === undefined) {
      cycle.log('error', 'invalid URL in proxy_pass', this.#context);
      this.#giveUp(500);
      return;
    }
    this.#context.proxyPass = target;
    const found = cycle.peerGroup(location, target);
    if (!(found instanceof Promise)) {
      this.#ask(found);
      return;
    }
    found.then(
      (group) => {
        if (this.#state === 'idle') this.#ask(group);
      },
      (error: unknown) => {
        if (this.#state !== 'idle') return;
        cycle.log('error', (error as Error).message, this.#context);
        this.#giveUp(502);
      },
    );
  }

  #giveUp(status: number): void {
    this.end('unanswered');
    this.#context.unanswered(status);
  }

  #ask(group: PeerGroup): void {
    const { settings, method } = this.#context;
    this.#group = group;
    this.#choice = group.choose(this.#context);
    this.#next = new NextUpstream(settings, method, this.#choice.tries);
    this.#attempt(group, this.#choice);
  }

  #attempt(group: PeerGroup, choice: PeerChoice): void {
    const { attempts, cycle } = this.#context;
    const peer = choice.next();
    if (peer === undefined) {
      cycle.log('error', `no live upstreams while connecting to upstream, upstream: "${group.name}"`, this.#context);
      const attempt = new Attempt(group.name);
      attempt.status = 502;
      attempts.push(attempt);
      this.#giveUp(502);
      return;
    }
    attempts.push(new Attempt(peer.name));
    this.#reader = undefined;
    this.#sender = undefined;
    this.#requestSent = false;
    this.#state = 'connecting';
    const connected = connectTo(peer, group, this.#context, this, () => this.#opened());
    if (connected === undefined) {
      cycle.log('alert', 'worker_connections are not enough while connecting to upstream', this.#context);
      choice.accounts.release(peer, undefined);
      this.#giveUp(500);
      return;
    }
    const { connection, pooled } = connected;
    this.#connection = connection;
    this.#pooled = pooled;
    this.#lease = new UpstreamLease(connection.channel, peer, choice.accounts);
    if (pooled) this.#opened();
    else connection.channel.timer.start(this.#context.settings.proxyConnectTimeout, this);
  }

  get #last(): Attempt {
    const attempt = this.#context.attempts.at(-1);
    if (attempt === undefined) throw new Error('an upstream request without an attempt');
    return attempt;
  }

  // --- sending --------------------------------------------------------------------------------------------------------

  #opened(): void {
    if (this.#state !== 'connecting' || this.#connection === undefined) return;
    this.#last.connectTime = this.#last.elapsed;
    this.#state = 'sending';
    const context = this.#context;
    const { proxyPass, location } = context;
    if (proxyPass === undefined || location === undefined) throw new Error('an upstream request to nowhere');
    const dynamic = location.proxyPass?.url !== undefined;
    const target = backendTarget(proxyPass, dynamic, location.key, context.uri, context.rawTarget);
    const { text, keepAlive } = writeRequestHead(context, target, framingOf(this.#body, context.head));
    this.#keepAlive = keepAlive;
    const progressed = (): void => {
      if (this.#state === 'sending') this.#watchSending();
    };
    this.#sender = new RequestSender(context, this.#connection.channel, this.#body, progressed, () => this.#sent());
    this.#sender.start(text);
    progressed();
  }

  /** The request has left: from here, the response's head has `proxyReadTimeout` to come, and pieces of it don't extend that. */
  #sent(): void {
    this.#requestSent = true;
    this.#sender = undefined;
    if (this.#state !== 'sending') return;
    this.#state = 'waiting';
    this.#connection?.channel.timer.start(this.#context.settings.proxyReadTimeout, this);
  }

  onDrain(): void {
    this.#sender?.onDrain();
  }

  // --- the response's head --------------------------------------------------------------------------------------------

  onData(chunk: Buffer): void {
    this.#reader ??= new ResponseHeadReader(this.#context.settings.proxyBufferSize, (interim) => {
      if (interim.status === 103) this.#context.hinted(interim);
    });
    const reader = this.#reader;
    try {
      const head = reader.read(chunk);
      if (head !== undefined) this.#accept(head, reader.rest);
    } catch (error) {
      if (!(error instanceof BadResponse)) throw error;
      this.#fail('invalid_header', 502, error.message);
    }
  }

  #accept(head: ResponseHead, rest: Buffer): void {
    const attempt = this.#last;
    attempt.status = head.status;
    attempt.headerTime = attempt.elapsed;
    const condition = `http_${head.status}` as NextUpstreamCondition;
    if (head.status >= 400 && this.#mayRetry(condition)) {
      this.#endAttempt(head.status === 403 || head.status === 404 ? undefined : 'failure', 'close');
      this.#tryNext();
      return;
    }
    if (head.status === 101 && !this.#context.mayUpgrade) {
      this.#fail('invalid_header', 502, 'upstream sent 101 to a request without Upgrade');
      return;
    }
    if (head.status === 101 && this.#streaming) {
      this.#fail('invalid_header', 502, "upstream sent 101 before the request's body was over");
      return;
    }
    const channel = this.#connection?.channel;
    const lease = this.#lease;
    if (channel === undefined || lease === undefined) return;
    channel.timer.stop(this);
    this.#state = 'answered';
    this.#reader = undefined;
    if (head.status === 101) {
      this.end('upgraded');
      this.#context.upgraded(head, rest, lease);
    } else this.#context.answered(head, rest, channel);
  }

  onEnd(): void {
    this.#fail('error', 502, `upstream prematurely closed connection while ${this.#doing}`);
  }

  onClose(error: Error | undefined): void {
    this.#fail('error', 502, `${error?.message ?? 'upstream closed connection'} while ${this.#doing}`);
  }

  onTimeout(): void {
    const { unsent } = this.#connection?.channel ?? { unsent: 0 };
    // A client that is slow to send its body, or a backend that is slow to take it, is no backend that is stuck.
    if (this.#state === 'sending' && (unsent === 0 || unsent !== this.#unsent)) this.#watchSending();
    else this.#fail('timeout', 504, `upstream timed out while ${this.#doing}`);
  }

  #watchSending(): void {
    this.#unsent = this.#connection?.channel.unsent ?? 0;
    this.#connection?.channel.timer.start(this.#context.settings.proxySendTimeout, this);
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
    this.#context.cycle.log('error', `${message}, upstream: "${this.#last.name}"`, this.#context);
    this.#context.cycle.counters.add(COUNT.upstreamFailures);
    this.#last.status = status;
    // A kept connection may have been closed while the request was under way to it: that try is free.
    if (this.#pooled && condition === 'error' && this.#connection !== undefined) {
      this.#next?.giveBack();
      this.#choice?.giveBack(this.#connection.peer);
    }
    const retry = this.#mayRetry(condition);
    this.#endAttempt('failure', 'close');
    if (retry) this.#tryNext();
    else this.#giveUp(status);
  }

  #tryNext(): void {
    if (this.#group !== undefined && this.#choice !== undefined) this.#attempt(this.#group, this.#choice);
  }

  /** Whether a body is being streamed and not over. */
  get #streaming(): boolean {
    return this.#body instanceof RequestBody && !this.#body.done;
  }

  #mayRetry(condition: NextUpstreamCondition): boolean {
    const progress = { sent: this.#state !== 'connecting', streamed: this.#body instanceof RequestBody };
    return this.#next?.allows(condition, progress) ?? false;
  }

  /** Ends the attempt and its lease of the connection, which is closed, or kept for others. @param outcome - what its peer is judged by */
  #endAttempt(outcome: PeerOutcome, then: 'close' | 'keep'): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#next?.count();
    this.#connection = undefined;
    this.#sender?.stop();
    const { channel } = connection;
    channel.timer.stop(this);
    this.#lease?.end(this.#last, outcome);
    if (then === 'keep' && !channel.blocked) this.#group?.pool.give(connection);
    else channel.destroy();
  }

  /** Ends the request, once: whatever comes after the first cause changes nothing. */
  end(cause: UpstreamEnd): void {
    if (this.#state === 'over') return;
    const answered = this.#state === 'answered';
    this.#state = 'over';
    if (cause === 'upgraded') {
      this.#connection = undefined;
      this.#sender?.stop();
    } else {
      const reusable = cause === 'complete' && this.#keepAlive && this.#requestSent;
      this.#endAttempt(answered ? 'success' : undefined, reusable ? 'keep' : 'close');
    }
    if (this.#body instanceof BodyStore) this.#body.close();
  }
}
