import { PlanError } from '../errors/plan-error.ts';
import { described } from './described.ts';

/** What a front end knows of the values it is given. */
export interface FrontEnd<C = unknown> {
  /** Whether only the deployment knows a value: a token, an output. */
  readonly isLate: (value: unknown) => boolean;
  /** What such a value is, as in `capacity.tunnels is an output`. */
  readonly late: string;
  /** What is wrong with a text whatever it is for: it follows the name of where it stands. */
  readonly textProblem?: (text: string) => string | undefined;
  /** What its own kinds make things of. */
  readonly context: C;
}

/** Where a value stands. */
export interface SettingContext<C = unknown> extends FrontEnd<C> {
  /** What messages begin with: `capacity.tunnels`. */
  readonly setting: string;
}

/** What a prop takes. */
export interface Kind<T, C = unknown> {
  /** As in `desiredCount is '3', but takes whole numbers`. */
  readonly takes: string;
  /**
   * The value as the library uses it, which may be made of one that is meant to be it.
   *
   * @throws PlanError for another one
   */
  readonly read: (value: unknown, place: SettingContext<C>) => T;
  /** The same for a value that only the deployment knows. @default - refused, as it decides which resources there are */
  readonly readLate?: (value: unknown, place: SettingContext<C>) => T;
}

/** The kind of each prop of an interface. */
export type Kinds<P, C = unknown> = { readonly [K in keyof Required<P>]: Kind<NonNullable<P[K]>, C> };

/** @throws PlanError for a value that is not of the kind */
export function read<T, C>(kind: Kind<T, C>, value: unknown, place: SettingContext<C>): T {
  if (value === null) throw refused(value, kind, place, 'leave it out');
  const problem = typeof value === 'string' ? place.textProblem?.(value) : undefined;
  if (problem !== undefined) throw new PlanError('WSPROXY_VALUE', `${place.setting} ${problem}`);
  if (!place.isLate(value)) return kind.read(value, place);
  return (kind.readLate ?? early('it decides which resources there are'))(value, place);
}

/** The kind of a value that may be one that only the deployment knows, too: it is taken as it is. */
export function late<T, C>(kind: Kind<T, C>): Kind<T, C> {
  return { ...kind, readLate: (value) => value as T };
}

/** Refuses what only the deployment knows. */
export function early(reason: string): (value: unknown, place: SettingContext) => never {
  return (_, { setting, late: what }) => {
    throw new PlanError('WSPROXY_KNOWN_LATE', `${setting} is ${what}, but ${reason}; give it a plain value`);
  };
}

/**
 * The error for a value of another kind.
 *
 * @param wayOut - what to do instead
 */
export function refused(
  value: unknown,
  { takes }: { readonly takes: string },
  { setting }: Pick<SettingContext, 'setting'>,
  wayOut: string,
): PlanError {
  return new PlanError('WSPROXY_VALUE', `${setting} is ${described(value)}, but takes ${takes}; ${wayOut}`);
}
