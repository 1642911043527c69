import type { Limit } from './limits.ts';
import { PlanError } from '../errors/plan-error.ts';

/** Whether a number is known now; a front end's placeholder for one that is known at deployment only is not. */
export type IsKnown = (value: number) => boolean;

/** Checks a setting's number against AWS's limit for it, if it is known now. */
export type Check = (setting: string, value: number, limit: Limit) => void;

/**
 * Checks a number against AWS's limit for it.
 *
 * @throws {@link PlanError} in the words `SETTING is 5000 s, but OWNER allows 1 to 4000 s; WAY OUT`
 */
export function checkLimit(setting: string, value: number, limit: Limit): void {
  const { minimum, maximum, unit, owner, wayOut } = limit;
  const inRange = value >= minimum && value <= maximum;
  if (inRange && Number.isInteger(value)) return;
  const problem = `${setting} is ${quantity(value, unit)}, but ${owner}`;
  throw new PlanError(
    'WSPROXY_LIMIT',
    inRange
      ? `${problem} takes whole numbers; use ${quantity(Math.ceil(value), unit)}`
      : `${problem} allows ${minimum} to ${quantity(maximum, unit)}; ${wayOut}`,
  );
}

function quantity(value: number, unit: string): string {
  return unit === '' ? `${value}` : `${value} ${unit}`;
}
