import type { Place } from '../plan/props/index.ts';
import { isPlain } from './plain.ts';

/** Where a value stands that a component is given. */
export function placeOf(setting: string): Place {
  return { setting, context: undefined, isLate, late: 'an output' };
}

function isLate(value: unknown): boolean {
  return !isPlain<unknown>(value);
}
