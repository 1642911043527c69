import { isRegexKey, parseLocationKey, type LocationKey } from '../config/values/location-key.ts';
import type { Regex, RegexMatch } from '../pcre/regex.ts';
import { compileRegex } from '../variables/regex.ts';

/** A location's key, ready to be compared with paths. */
export interface CompiledKey extends LocationKey {
  /** Undefined for a prefix, an exact path and a name. */
  readonly regex: Regex | undefined;
}

/** @throws {@link ConfigError} */
export function compileLocationKey(text: string): CompiledKey {
  const key = parseLocationKey(text);
  return { ...key, regex: isRegexKey(key) ? compileRegex(key.path, key.modifier === '~*') : undefined };
}

export interface InTable<L extends InTable<L>> {
  readonly key: CompiledKey;
  readonly nested: LocationTable<L> | undefined;
  /** Whether requests for its path without the final slash are redirected to it: nginx does so for those with a backend. */
  readonly redirects: boolean;
}

/** What a path leads to. */
export interface LocationMatch<L> {
  readonly location: L;
  /** nginx's redirect from `/chat` to its `location /chat/`. */
  readonly redirectTo?: string;
  /** What the location's regular expression captured. */
  readonly match?: RegexMatch;
  /** Whether no regular expression of an outer level is tried any more. */
  readonly final: boolean;
}

/** nginx's search: an exact location at once, else the longest prefix and what is in it, unless a regular expression matches first. */
export class LocationTable<L extends InTable<L>> {
  /** All there are, those within others included. */
  readonly all: readonly L[];
  readonly #exact = new Map<string, L>();
  readonly #prefixes: L[] = [];
  readonly #regexes: L[] = [];
  readonly #redirects = new Map<string, L>();

  constructor(locations: readonly L[]) {
    this.all = locations.flatMap((location) => [location, ...(location.nested?.all ?? [])]);
    for (const location of locations) {
      const { modifier, path, regex } = location.key;
      if (modifier === '@') continue;
      if (regex !== undefined) this.#regexes.push(location);
      else if (modifier === '=') this.#exact.set(path, location);
      else this.#prefixes.push(location);
      if (regex === undefined && path.endsWith('/') && path !== '/' && location.redirects) {
        this.#redirects.set(path.slice(0, -1), location);
      }
    }
    this.#prefixes.sort((a, b) => b.key.path.length - a.key.path.length);
  }

  /** @throws MatchLimitError where a regular expression takes more than is allowed */
  find(path: string): LocationMatch<L> | undefined {
    const exact = this.#exact.get(path);
    if (exact !== undefined) return { location: exact, final: true };
    const prefix = this.#prefixes.find((location) => path.startsWith(location.key.path));
    if (prefix?.key.path !== path) {
      const target = this.#redirects.get(path);
      if (target !== undefined) return { location: target, redirectTo: `${path}/`, final: true };
    }
    const found = prefix && (prefix.nested?.find(path) ?? { location: prefix, final: false });
    if (found?.final === true) return found;
    return (prefix?.key.modifier === '^~' ? undefined : this.#byRegex(path)) ?? found;
  }

  #byRegex(path: string): LocationMatch<L> | undefined {
    for (const location of this.#regexes) {
      const match = location.key.regex?.exec(path);
      if (!match) continue;
      const nested = location.nested?.find(path);
      return { match, ...(nested ?? { location }), final: true };
    }
    return undefined;
  }
}
