import { toBytes } from '../config/bytes.ts';

/** nginx's choice of a server block by name: exact, then `*.example.com` (longest first), then `www.example.*`, else the first block. */
export class ServerNames<S> {
  readonly #default: S;
  readonly #exact = new Map<string, S>();
  readonly #leading: { readonly suffix: string; readonly server: S }[] = [];
  readonly #trailing: { readonly prefix: string; readonly server: S }[] = [];

  /** @param servers - the blocks of one listening address, the default one first */
  constructor(servers: readonly [S, ...S[]], namesOf: (server: S) => readonly string[]) {
    this.#default = servers[0];
    for (const server of servers) {
      for (const name of namesOf(server)) this.#add(toBytes(name).toLowerCase(), server);
    }
    this.#leading.sort((a, b) => b.suffix.length - a.suffix.length);
    this.#trailing.sort((a, b) => b.prefix.length - a.prefix.length);
  }

  #add(name: string, server: S): void {
    if (name.startsWith('*.')) this.#leading.push({ suffix: name.slice(1), server });
    else if (name.endsWith('.*')) this.#trailing.push({ prefix: name.slice(0, -1), server });
    else if (name.startsWith('.')) {
      this.#leading.push({ suffix: name, server });
      this.#addExact(name.slice(1), server);
    } else this.#addExact(name, server);
  }

  #addExact(name: string, server: S): void {
    if (!this.#exact.has(name)) this.#exact.set(name, server);
  }

  /** @param host - nginx's `$host` */
  find(host: string): S {
    return (
      this.#exact.get(host) ??
      this.#leading.find(({ suffix }) => host.endsWith(suffix))?.server ??
      this.#trailing.find(({ prefix }) => host.startsWith(prefix))?.server ??
      this.#default
    );
  }
}
