import type { ConfigurationWarning, WarningId } from '../errors/warnings.ts';

/** What is legal but may not be meant, or is not as it was given. */
export interface PlanWarning {
  /** The same for every warning of its kind: what one is acknowledged by. */
  readonly id: WarningId;
  readonly text: string;
}

/** Takes a warning; `kind` is the last part of its id. */
export type Warn = (kind: ConfigurationWarning, text: string) => void;

/**
 * Takes warnings into a list.
 *
 * @param source - what their ids begin with
 * @param place - what their texts begin with
 */
export function warnInto(warnings: PlanWarning[], source: 'nginxConf' | 'backend', place: string): Warn {
  return (kind, text) => void warnings.push({ id: `${source}${kind}`, text: `${place}: ${text}` });
}
