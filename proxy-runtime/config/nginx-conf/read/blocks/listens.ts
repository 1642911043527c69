import type { ListenConfig } from '../../../types.ts';
import { errorAt, type Directive } from '../syntax/directive.ts';

/** What one `listen` says of one address. */
export interface Listen extends ListenConfig {
  /** The address in the form in which two that are the same are equal. */
  readonly key: string;
  /** It has options that nginx takes for an address only once. */
  readonly hasOptions: boolean;
}

/** A server block, as far as its addresses and names go. */
export interface ListeningServer {
  readonly values: { readonly serverName?: string | readonly string[] };
  /** Its directives, by name. */
  readonly seen: ReadonlyMap<string, Directive>;
  add(option: 'listen', value: ListenConfig | ListenConfig['address'], directive: Directive): void;
  notice(directive: Directive, text: string): void;
}

interface Address {
  readonly servers: ListeningServer[];
  options: Directive | undefined;
}

/** All addresses that are listened on, for what nginx checks between servers. */
export class Listens {
  readonly #addresses = new Map<string, Address>();

  /** @throws ConfigError */
  add({ key, hasOptions, ...config }: Listen, directive: Directive, server: ListeningServer): void {
    const address = this.#addresses.get(key) ?? { servers: [], options: undefined };
    this.#addresses.set(key, address);
    if (hasOptions && address.options !== undefined) {
      const { file, line } = address.options;
      throw errorAt(directive, `duplicate listen options for ${key}: ${file}:${line} has some; give them once`);
    }
    if (hasOptions) address.options = directive;
    address.servers.push(server);
    server.add('listen', Object.keys(config).length > 1 ? config : config.address, directive);
  }

  /** The servers of each address, in order. */
  *[Symbol.iterator](): Generator<readonly [key: string, servers: readonly ListeningServer[]]> {
    for (const [key, { servers }] of this.#addresses) yield [key, servers];
  }
}
