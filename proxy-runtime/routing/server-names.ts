import { toBytes } from '../config/bytes.ts';
import { NameTable } from './name-table.ts';
import { compileRegex } from './regex.ts';

/** The server block for a name, and what its regular expression captured. */
export interface ServerMatch<S> {
  readonly server: S;
  readonly match?: RegExpExecArray;
}

/** nginx's choice of a server block by name: exact, `*.example.com`, `www.example.*`, then regular expressions; else the default. */
export class ServerNames<S> {
  readonly #default: ServerMatch<S>;
  readonly #names = new NameTable<ServerMatch<S>>();
  readonly #regexes: { readonly regex: RegExp; readonly server: S }[] = [];

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
    for (const { regex, server } of this.#regexes) {
      const match = regex.exec(host);
      if (match !== null) return { server, match };
    }
    return this.#default;
  }
}
