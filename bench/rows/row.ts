import type { Peer } from '../peers/peer.ts';
import type { RunningProxy, StartOptions } from '../peers/running-proxy.ts';
import type { LoadCost } from '../measure/cpu-of-load.ts';

/** Tunnels that are opened at a time, wherever they are: with fewer, the kernel wakes the proxy more often for each. */
export const OPENINGS_IN_FLIGHT = 64;

/** One line of the report. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly digits: number;
}

/** What a row measures with. */
export interface Subject {
  /** The load generator's program. */
  readonly load: string;
  /** The peer, which has run since the beginning. */
  readonly proxy: RunningProxy;
  /** Seconds of load before what is measured. */
  readonly warm: number;
  /** Starts another one that hasn't done anything yet. */
  readonly fresh: (peer: Peer, options?: StartOptions) => Promise<RunningProxy>;
}

/** What one measurement found. */
export interface Measurement {
  /** A value for each figure, by its id. */
  readonly values: Readonly<Record<string, number>>;
  /** What they were computed from. */
  readonly runs: readonly LoadCost[];
}

/** What is measured at a time, for one or more figures. */
export interface Row {
  /** Its name for `--only`. */
  readonly name: string;
  readonly figures: readonly Figure[];
  /** Whether it is measured once only, whatever the rounds, and of all peers at the same time, as it waits for most of its time. @default false */
  readonly together?: boolean;
  measure(subject: Subject): Promise<Measurement>;
}

/** How much is done in one measurement. */
export interface Amounts {
  /** Seconds of load before what is measured. */
  readonly warm: number;
  /** Seconds of what is measured. */
  readonly seconds: number;
  /** Seconds of the first load of a fresh proxy. */
  readonly cold: number;
  /** Tunnels that are opened and closed before memory is measured. */
  readonly storm: number;
  /** Idle tunnels of which the memory is measured. */
  readonly idleTunnels: number;
  /** Clients that read nothing, of which the memory is measured. */
  readonly slowReaders: number;
  /** Seconds between the last of the load and the reading of what is resident at rest. */
  readonly rest: number;
}
