import { toBytes } from '../config/bytes.ts';
import { ConfigError } from '../config/config-error.ts';

type Modifier = '' | '=' | '^~' | '~' | '~*';

/** A location's key, taken apart: `/chat/`, `= /exact`, `^~ /static/`, `~ ^/re`, `~* ^/re`. */
export interface LocationKey {
  readonly modifier: Modifier;
  /** The prefix or the exact path; for a regular expression its source. */
  readonly path: string;
  readonly regex: RegExp | undefined;
}

/** @throws {@link ConfigError} */
export function parseLocationKey(key: string): LocationKey {
  const [, modifier = '', path = ''] = /^(=|\^~|~\*|~)? *(\S.*)$/.exec(key) ?? [];
  if (modifier === '~' || modifier === '~*') {
    return { modifier, path, regex: parseRegex(path, modifier === '~*') };
  }
  if (!path.startsWith('/') || /\s/.test(path)) {
    throw new ConfigError(
      `is no location; write a path that starts with /, with nginx's modifier if any: '/chat/', '= /exact', '~ ^/re'`,
    );
  }
  return { modifier: modifier as Modifier, path: toBytes(path), regex: undefined };
}

function parseRegex(source: string, ignoreCase: boolean): RegExp {
  try {
    return new RegExp(toBytes(source), ignoreCase ? 'i' : '');
  } catch {
    throw new ConfigError(`is no location: ${JSON.stringify(source)} is not a regular expression`);
  }
}

export interface HasLocationKey {
  readonly key: LocationKey;
}

/** What a path leads to: a location, or nginx's redirect from `/chat` to its `location /chat/`. */
export type LocationMatch<L> = { readonly location: L } | { readonly redirectTo: string } | undefined;

/** nginx's search: an exact location at once, else the longest prefix, unless (without `^~`) a regular expression matches first. */
export class LocationTable<L extends HasLocationKey> {
  readonly #exact = new Map<string, L>();
  readonly #prefixes: L[] = [];
  readonly #regexes: { readonly regex: RegExp; readonly location: L }[] = [];
  readonly #redirects = new Set<string>();

  /** @param redirects - whether a location takes requests for its path without the final slash: those with a backend do */
  constructor(locations: readonly L[], redirects: (location: L) => boolean) {
    for (const location of locations) {
      const { modifier, path, regex } = location.key;
      if (regex !== undefined) this.#regexes.push({ regex, location });
      else if (modifier === '=') this.#exact.set(path, location);
      else this.#prefixes.push(location);
      if (regex === undefined && modifier !== '=' && path.endsWith('/') && path !== '/' && redirects(location)) {
        this.#redirects.add(path);
      }
    }
    this.#prefixes.sort((a, b) => b.key.path.length - a.key.path.length);
  }

  find(path: string): LocationMatch<L> {
    const exact = this.#exact.get(path);
    if (exact !== undefined) return { location: exact };
    const prefix = this.#prefixes.find((location) => path.startsWith(location.key.path));
    if (prefix?.key.path !== path && this.#redirects.has(`${path}/`)) return { redirectTo: `${path}/` };
    if (prefix?.key.modifier === '^~') return { location: prefix };
    const byRegex = this.#regexes.find(({ regex }) => regex.test(path))?.location;
    const location = byRegex ?? prefix;
    return location && { location };
  }
}
