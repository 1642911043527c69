import type { Peer } from '../peers/peer.ts';
import type { RunningProxy } from '../peers/running-proxy.ts';
import type { LoadCost } from '../measure/cpu-of-load.ts';

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
  readonly fresh: (peer: Peer) => Promise<RunningProxy>;
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
  measure(subject: Subject): Promise<Measurement>;
}

/** How much is done in one measurement. */
export interface Amounts {
  /** Seconds of load before what is measured. */
  readonly warm: number;
  /** Seconds of what is measured. */
  readonly seconds: number;
  /** Idle tunnels of which the memory is measured. */
  readonly idleTunnels: number;
}
