import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployedHealthCheck } from '../deployed/deployed-proxy.ts';
import { checkHealth, type TargetAddress } from './health-check.ts';

/** A target's state, in AWS's words. */
export type TargetState = 'initial' | DecidedState;

type DecidedState = 'healthy' | 'unhealthy';

/**
 * Watches one target as its target group would: a new target is healthy after one good check, any other change takes as many checks in a row
 * as the thresholds say.
 */
export class TargetHealth {
  readonly #check: DeployedHealthCheck;
  readonly #target: TargetAddress | undefined;
  readonly #onChange: (state: TargetState, reason: string | undefined) => void;
  readonly #stopped = new AbortController();
  readonly #signal: AbortSignal;
  #decide: (state: DecidedState | undefined) => void = () => undefined;
  #state: TargetState = 'initial';
  /** The first state after `initial`; undefined when the watch was stopped before. */
  readonly decided = new Promise<DecidedState | undefined>((resolve) => (this.#decide = resolve));
  /** Checks in a row that contradict the state. */
  #contradictions = 0;

  /**
   * @param target - where the health check's port is on this machine; undefined when the target doesn't have it
   * @param onChange - told of every change, with the reason when the target is unhealthy
   * @param signal - stops the watch too
   */
  constructor(
    check: DeployedHealthCheck,
    target: TargetAddress | undefined,
    onChange: (state: TargetState, reason: string | undefined) => void,
    signal: AbortSignal,
  ) {
    this.#check = check;
    this.#target = target;
    this.#onChange = onChange;
    this.#signal = AbortSignal.any([this.#stopped.signal, signal]);
    void this.#watch();
  }

  get state(): TargetState {
    return this.#state;
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #watch(): Promise<void> {
    const signal = this.#signal;
    for (let more = true; more;) {
      const reason = await checkHealth(this.#check, this.#target, signal);
      if (signal.aborted) break;
      this.#take(reason);
      more = await sleep(this.#check.interval * 1000, true, { signal }).catch(() => false);
    }
    this.#decide(undefined);
  }

  #take(reason: string | undefined): void {
    const observed = reason === undefined ? 'healthy' : 'unhealthy';
    if (observed === this.#state) {
      this.#contradictions = 0;
      return;
    }
    this.#contradictions += 1;
    if (this.#contradictions < this.#needed(observed)) return;
    this.#contradictions = 0;
    this.#state = observed;
    this.#onChange(observed, reason);
    this.#decide(observed);
  }

  #needed(state: DecidedState): number {
    if (state === 'unhealthy') return this.#check.unhealthyThreshold;
    return this.#state === 'initial' ? 1 : this.#check.healthyThreshold;
  }
}
