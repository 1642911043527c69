import { toBytes } from '../config/values/bytes.ts';
import { NameTable } from './name-table.ts';
import { MatchLimitError } from '../pcre/matcher.ts';
import type { Regex, RegexMatch } from '../pcre/regex.ts';
import { compileRegex } from '../variables/regex.ts';

/** The server block for a name, and what its regular expression captured. */
export interface ServerMatch<S> {
  readonly server: S;
  readonly match?: RegexMatch;
  /** A regular expression took more than is allowed: no server is the right one. */
  readonly failed?: MatchLimitError;
}

/** nginx's choice of a server block by name: exact, `*.example.com`, `www.example.*`, then regular expressions; else the default. */
export class ServerNames<S> {
  readonly #default: ServerMatch<S>;
  readonly #names = new NameTable<ServerMatch<S>>();
  readonly #regexes: { readonly regex: Regex; readonly server: S }[] = [];

  /** @param servers - the blocks of one listening address, in their order */
  constructor(servers: readonly S[], defaultServer: S, namesOf: (server: S) => readonly string[]) {
    this.#default = { server: defaultServer };
    for (const server of servers) {
      for (const name of namesOf(server)) {
        // nginx compares names, and so their expressions, without regard to case
        if (name.startsWith('~')) this.#regexes.push({ regex: compileRegex(name.slice(1), true), server });
        else this.#names.add(toBytes(name).toLowerCase(), { server });
      }
    }
  }

  /** @param host - nginx's `$host` */
  find(host: string): ServerMatch<S> {
    const found = this.#names.find(host);
    if (found !== undefined) return found;
    return this.#regexes.length === 0 ? this.#default : this.#byRegex(host);
  }

  #byRegex(host: string): ServerMatch<S> {
    try {
      for (const { regex, server } of this.#regexes) {
        const match = regex.exec(host);
        if (match !== null) return { server, match };
      }
    } catch (error) {
      if (error instanceof MatchLimitError) return { ...this.#default, failed: error };
      throw error;
    }
    return this.#default;
  }
}
