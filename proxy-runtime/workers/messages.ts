import type { ProxyConfig } from '../config/types.ts';
import type { ListeningAddress } from '../server/listener.ts';
import type { FastPath } from '../net/tcp/fast-path.ts';
import type { MetricsSnapshot } from '../metrics/worker-metrics.ts';

/** What a worker's thread starts with. */
export interface WorkerData {
  /** Its number, from 0 on. */
  readonly worker: number;
  readonly workers: number;
  readonly product: string | undefined;
  readonly counters: SharedArrayBuffer;
  readonly connectionNumbers: SharedArrayBuffer;
  readonly ticketSecret: Uint8Array;
  /** What the thread that started it has proven. */
  readonly fastPath: FastPath;
}

/** The memory of the zones that workers share, by name. */
export interface ZoneMemory {
  readonly conn: ReadonlyMap<string, SharedArrayBuffer>;
  readonly req: ReadonlyMap<string, SharedArrayBuffer>;
}

export interface Preparation {
  readonly config: ProxyConfig;
  readonly zones: ZoneMemory;
  /** Where others listen already; undefined for the first worker, which finds out. */
  readonly addresses: readonly ListeningAddress[] | undefined;
}

/** What is asked of a worker, and what it answers. */
export interface Calls {
  prepare: { asked: Preparation; answer: readonly ListeningAddress[] };
  commit: { asked: undefined; answer: undefined };
  abandon: { asked: undefined; answer: undefined };
  reopenLogs: { asked: undefined; answer: undefined };
  /** Answered as soon as its event loop comes round. */
  ping: { asked: undefined; answer: undefined };
  snapshot: { asked: undefined; answer: MetricsSnapshot };
  drain: { asked: undefined; answer: undefined };
  close: { asked: undefined; answer: undefined };
}

export interface Question<C extends keyof Calls = keyof Calls> {
  readonly id: number;
  readonly call: C;
  readonly asked: Calls[C]['asked'];
}

export type Answer =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: SentError };

/** An error on its way from one thread to another, which would cost it what Node has added to it. */
export interface SentError {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { message: String(error), details: {} };
  const simple = Object.entries(error).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return { message: error.message, details: { name: error.name, ...Object.fromEntries(simple) } };
}

export function receiveError({ message, details }: SentError): Error {
  return Object.assign(new Error(message), details);
}
