import type { RegexMatch } from '../pcre/regex.ts';

/** What a request has of its own: variables that were set, and what the latest regular expression captured. */
export class RequestValues {
  #set: Map<string, string> | undefined;
  #captures: RegexMatch | undefined;
  #maps: Map<object, string> | undefined;

  /** A variable of `set`, `auth_request_set` or a named capture; undefined while it has no value. @param name - in lower case */
  get(name: string): string | undefined {
    return this.#set?.get(name);
  }

  set(name: string, value: string): void {
    (this.#set ??= new Map()).set(name, value);
  }

  /** Puts a match down: its groups are `$1`, `$2` and so on, and its named groups are variables. */
  matched(match: RegexMatch): void {
    this.#captures = match;
    for (const [name, value] of Object.entries(match.groups ?? {})) this.set(name, value ?? '');
  }

  /** The group of that number, '' where there is none. */
  capture(number: number): string {
    return this.#captures?.[number] ?? '';
  }

  /** The value a map had when it was first asked for. */
  once(map: object, compute: () => string): string {
    const known = this.#maps?.get(map);
    if (known !== undefined) return known;
    const value = compute();
    (this.#maps ??= new Map()).set(map, value);
    return value;
  }
}
