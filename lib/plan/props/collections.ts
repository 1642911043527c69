import { PlanError } from '../errors/plan-error.ts';
import { isPlainObject } from './described.ts';
import { type Kind, type Kinds, type SettingContext, read, refused } from './kind.ts';
import { suggestion } from './suggestion.ts';

/** A list of values of a kind. */
export function listOf<T, C>(item: Kind<T, C>): Kind<T[], C> {
  const takes = `a list, each item ${item.takes}`;
  return {
    takes,
    read: (value, place) => {
      if (!Array.isArray(value)) {
        throw refused(value, { takes }, place, `use [${typeof value === 'string' ? `'${value}'` : '…'}]`);
      }
      return Array.from(value as unknown[], (one, index) =>
        read(item, one, { ...place, setting: `${place.setting}[${index}]` }),
      );
    },
  };
}

/** An object whose keys are the user's own. */
export function recordOf<T, C>(item: Kind<T, C>, takes: string, example: string): Kind<Record<string, T>, C> {
  return {
    takes,
    read: (value, place) => {
      if (!isPlainObject(value)) throw refused(value, { takes }, place, `use ${example}`);
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          key,
          read(item, one, { ...place, setting: `${place.setting}['${key}']` }),
        ]),
      );
    },
  };
}

/** How an object of known keys is spoken of. */
export interface ShapeOptions<P> {
  /** What it takes. */
  readonly takes: string;
  /** How it is written, or what else to do, for something that is no object: `use { rollback: true }`. */
  readonly wayOut: string;
  /** Of keys that must be there, what to say after `is missing, `. */
  readonly required?: { readonly [K in keyof P]?: string };
  /** What a key that is not there is called: `prop`. */
  readonly noun?: string;
  /** What to do about some that are not there. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** What is said of some that were there, after their name. */
  readonly moved?: Readonly<Record<string, string>>;
  /** How keys of objects within this one are written, which may be meant by one that is not here. */
  readonly within?: Readonly<Record<string, string>>;
  /** Whether an object of a class is taken, too, whose other keys are its own affair. */
  readonly instances?: boolean;
}

/** An object of known keys, each of its kind. A key that is not known is refused unless it is undefined. */
export function shape<P extends object, C = unknown>(kinds: Kinds<P, C>, options: ShapeOptions<P>): Kind<P, C> {
  const { takes, wayOut, noun = 'key', instances = false } = options;
  return {
    takes,
    read: (value, place) => {
      const isPlain = isPlainObject(value);
      if (!isPlain && !(instances && typeof value === 'object' && value !== null && !Array.isArray(value))) {
        throw refused(value, { takes }, place.setting === '' ? { setting: `${noun}s` } : place, wayOut);
      }
      if (isPlain) refuseUnknown(value, Object.keys(kinds), place, options);
      return readKeys(value as Readonly<Record<string, unknown>>, kinds, place, options);
    },
  };
}

function readKeys<P extends object, C>(
  value: Readonly<Record<string, unknown>>,
  kinds: Kinds<P, C>,
  place: SettingContext<C>,
  { required = {} }: ShapeOptions<P>,
): P {
  const entries = Object.entries<Kind<unknown, C>>(kinds as Readonly<Record<string, Kind<unknown, C>>>);
  const result = entries.flatMap(([key, kind]) => {
    const setting = settingOf(place, key);
    const one = value[key];
    if (one !== undefined) return [[key, read(kind, one, { ...place, setting })] as const];
    const wayOut = required[key as keyof P];
    if (wayOut === undefined) return [];
    throw new PlanError('WSPROXY_MISSING', `${setting} is missing, ${wayOut}`);
  });
  return Object.fromEntries(result) as P;
}

function refuseUnknown<P>(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  place: SettingContext,
  { noun = 'key', elsewhere = {}, moved = {}, within = {} }: ShapeOptions<P>,
): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key) && value[key] !== undefined);
  if (unknown === undefined) return;
  const now = Object.hasOwn(moved, unknown) ? moved[unknown] : undefined;
  if (now !== undefined) throw new PlanError('WSPROXY_UNKNOWN', `${settingOf(place, unknown)} ${now}`);
  const wayOut = Object.hasOwn(elsewhere, unknown) ? elsewhere[unknown] : suggestion(unknown, known, within);
  throw new PlanError('WSPROXY_UNKNOWN', `there is no ${noun} ${settingOf(place, unknown)}; ${wayOut}`);
}

/** The props themselves have no name. */
function settingOf({ setting }: SettingContext, key: string): string {
  return setting === '' ? key : `${setting}.${key}`;
}
