import { PlanError } from '../errors/plan-error.ts';

/**
 * Milliseconds as the whole seconds that AWS takes.
 *
 * @param write - how a front end's user writes so many seconds
 * @throws {@link PlanError} when there is a rest
 */
export function wholeSeconds(setting: string, milliseconds: number, write: (seconds: number) => string): number {
  const seconds = milliseconds / 1000;
  if (Number.isInteger(seconds)) return seconds;
  throw new PlanError(
    'WSPROXY_LIMIT',
    `${setting} is ${milliseconds} ms, but AWS takes whole seconds; use ${write(Math.ceil(seconds))}`,
  );
}
