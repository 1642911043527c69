import { constants } from 'node:os';

/** The signals nginx acts on. */
export const NGINX_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const;

export type NginxSignal = (typeof NGINX_SIGNALS)[number];

/** A signal as nginx's error log names it: `signal 3 (SIGQUIT)`. */
export function describeSignal(signal: NginxSignal): string {
  return `signal ${constants.signals[signal]} (${signal})`;
}

/**
 * Takes the process's signals from the moment it is made, and keeps them until somebody handles them: a signal that comes while the process starts is neither
 * lost nor, as SIGHUP and SIGUSR1 would be without a handler, its end.
 */
export class Signals {
  readonly #pending: NginxSignal[] = [];
  #handle: ((signal: NginxSignal) => void) | undefined;

  constructor() {
    for (const signal of NGINX_SIGNALS) process.on(signal, this.#receive);
  }

  readonly #receive = (signal: NodeJS.Signals): void => {
    if (this.#handle === undefined) this.#pending.push(signal as NginxSignal);
    else this.#handle(signal as NginxSignal);
  };

  /** Handles the signals that have come and all that will. */
  handle(handle: (signal: NginxSignal) => void): void {
    this.#handle = handle;
    for (const signal of this.#pending.splice(0)) handle(signal);
  }

  /** Gives the signals back to the system. */
  release(): void {
    for (const signal of NGINX_SIGNALS) process.off(signal, this.#receive);
  }
}
