import { ConfigError, nearest, parseTime, type Time } from '../../../proxy-runtime/config/index.ts';
import { PlanError } from '../errors/plan-error.ts';
import { described } from './described.ts';
import { type Kind, refused } from './kind.ts';

/** Whole numbers. Which of them are allowed, and whether it is one at all, the plan checks for those that are AWS's. */
export const wholeNumber: Kind<number> = {
  takes: 'whole numbers',
  read: (value, place) => {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    const meant = typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : 'a number';
    throw refused(value, wholeNumber, place, `use ${meant}`);
  },
};

/** Whole numbers from one on that is the library's own limit. */
export function wholeNumberFrom(least: number): Kind<number> {
  const takes = `whole numbers from ${least} on`;
  return {
    takes,
    read: (value, place) => {
      const number = wholeNumber.read(value, place);
      if (Number.isInteger(number) && number >= least) return number;
      const meant = Math.max(least, Math.ceil(number));
      throw new PlanError('WSPROXY_VALUE', `${place.setting} is ${number}, but takes ${takes}; use ${meant}`);
    },
  };
}

const FLAGS = new Map<unknown, boolean>([
  ...['true', 'yes', 'on', '1', 1].map((value) => [value, true] as const),
  ...['false', 'no', 'off', '0', 0].map((value) => [value, false] as const),
]);

export const flag: Kind<boolean> = {
  takes: 'true or false',
  read: (value, place) => {
    if (typeof value === 'boolean') return value;
    const meant = FLAGS.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
    throw refused(value, flag, place, meant === undefined ? 'use either' : `use ${meant}`);
  },
};

/**
 * Text that stands for something.
 *
 * @param takes - what it is: `the id of a VPC`
 * @param example - how it is written
 * @param pattern - what all of it is like
 */
export function text(takes: string, example: string, pattern = /[^\s]/): Kind<string> {
  return {
    takes,
    read: (value, place) => {
      if (typeof value === 'string' && pattern.test(value)) return value;
      throw refused(value, { takes }, place, `use ${example}`);
    },
  };
}

/** Any text; an empty one too. */
export const anyText: Kind<string> = {
  takes: 'text',
  read: (value, place) => {
    if (typeof value === 'string') return value;
    throw refused(value, anyText, place, typeof value === 'number' ? `use '${value}'` : "use '…'");
  },
};

/** Seconds, or nginx's syntax. */
export const time: Kind<Time> = {
  takes: "seconds, or nginx's syntax",
  read: (value, place) => {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && milliseconds(value) !== undefined) return value;
    throw refused(value, time, place, "use 900, '900s', '15m' or '1h30m'");
  },
};

/** A text in nginx's syntax for times as milliseconds; undefined for another text. */
export function milliseconds(value: string): number | undefined {
  try {
    return parseTime(value);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/**
 * One of some values.
 *
 * @param owner - whose limit it is, as the subject of "allows"
 */
export function oneOf<const T extends string | number>(owner: string, values: readonly T[]): Kind<T> {
  const allowed = values.map(String);
  const list = `${allowed.slice(0, -1).join(', ')} and ${allowed.at(-1) ?? ''}`;
  return {
    takes: list,
    read: (value, { setting }) => {
      const found = values.find((candidate) => candidate === value);
      if (found !== undefined) return found;
      const meant = typeof value === 'string' ? nearest(value, allowed) : next(value, values);
      throw new PlanError(
        'WSPROXY_LIMIT',
        `${setting} is ${typeof value === 'number' ? value : described(value)}, but ${owner} allows ${list}; use ${meant ?? 'one of these'}`,
      );
    },
  };
}

/** The least of the numbers that is not less. */
function next(value: unknown, values: readonly (string | number)[]): number | undefined {
  if (typeof value !== 'number') return undefined;
  return values.filter((candidate) => typeof candidate === 'number').find((candidate) => candidate >= value);
}
