import type { Limit } from './limits.ts';
import { isKnown, type MaybeKnown } from '../known.ts';
import { PlanError } from '../errors/plan-error.ts';

/**
 * Checks a setting's number against AWS's limit for it, if it is known now.
 *
 * @throws {@link PlanError} in the words `SETTING is 5000 s, but OWNER allows 1 to 4000 s; WAY OUT`
 */
export function checkLimit(setting: string, value: MaybeKnown, limit: Limit): void {
  if (!isKnown(value)) return;
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
