import { lookup, Resolver as DnsResolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The addresses of a name, and how long they may be used. */
export interface Answer {
  readonly addresses: readonly string[];
  /** Milliseconds. */
  readonly ttl: number;
}

/** The system's resolver does not tell an answer's time to live, but it caches by it: asking again costs little. */
const SYSTEM_TTL = 5000;
const MIN_TTL = 1000;

const NOT_FOUND = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA']);

/** Looks names up: with the given DNS servers, or as any program of this machine does. */
export class Resolver {
  readonly #dns: DnsResolver | undefined;
  readonly #valid: number | undefined;

  constructor(settings: { readonly addresses: readonly string[]; readonly valid: number | undefined }) {
    this.#valid = settings.valid === undefined ? undefined : Math.max(MIN_TTL, settings.valid);
    if (settings.addresses.length > 0) {
      this.#dns = new DnsResolver();
      this.#dns.setServers([...settings.addresses]);
    }
  }

  /** @returns no addresses for a name that does not exist. @throws when there is no answer */
  async resolve(host: string): Promise<Answer> {
    if (isIP(host) !== 0) return { addresses: [host], ttl: Infinity };
    try {
      return await (this.#dns === undefined ? this.#askSystem(host) : this.#ask(this.#dns, host));
    } catch (error) {
      if (!NOT_FOUND.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      return { addresses: [], ttl: this.#valid ?? SYSTEM_TTL };
    }
  }

  async #askSystem(host: string): Promise<Answer> {
    const found = await lookup(host, { all: true, order: 'ipv4first' });
    return { addresses: found.map(({ address }) => address).sort(), ttl: this.#valid ?? SYSTEM_TTL };
  }

  async #ask(dns: DnsResolver, host: string): Promise<Answer> {
    const [v4, v6] = await Promise.allSettled([dns.resolve4(host, { ttl: true }), dns.resolve6(host, { ttl: true })]);
    if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason;
    const records = [v4, v6].flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const ttl = Math.max(MIN_TTL, Math.min(...records.map((record) => record.ttl * 1000)));
    return { addresses: records.map(({ address }) => address).sort(), ttl: this.#valid ?? ttl };
  }

  close(): void {
    this.#dns?.cancel();
  }
}
