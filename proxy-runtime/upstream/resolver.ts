import { Resolver as DnsResolver } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { parseDnsServer } from '../config/values/dns-server.ts';
import type { ResolverSettings } from '../compile/settings/resolver-settings.ts';
import { orderAddresses } from './order-addresses.ts';
import { ResolveError } from './resolve-error.ts';
import { ResolverCache, type Answer } from './resolver-cache.ts';
import { askSystem } from './system-resolver.ts';

/** The system's resolver does not tell an answer's time to live, but it caches by it: asking again costs little. */
const SYSTEM_TTL = 5000;
const MIN_TTL = 1000;

/** nginx's time after which a question is sent again. */
const RESEND_MS = 5000;

/** Looks names up while the proxy runs: with the given DNS servers, or as any program of this machine does. */
export class Resolver {
  /** How long answers are used instead of their time to live, in milliseconds. */
  readonly valid: number | undefined;
  readonly #settings: ResolverSettings;
  readonly #dns: DnsResolver | undefined;
  /** Looks up the DNS servers that are named; undefined until it is asked to, and again when that failed. */
  #ready: Promise<void> | undefined;
  readonly #cache = new ResolverCache();
  readonly #asked = new Map<string, Promise<Answer>>();

  constructor(settings: ResolverSettings) {
    this.valid = settings.valid === undefined ? undefined : Math.max(MIN_TTL, settings.valid);
    this.#settings = settings;
    if (settings.addresses.length > 0) {
      this.#dns = new DnsResolver({ timeout: RESEND_MS, tries: 1 });
    }
  }

  /** Looks up the DNS servers, unless that is done: as in nginx once. @throws Error for a name that the system does not find */
  async start(): Promise<void> {
    this.#ready ??= this.#findServers();
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
  }

  async #findServers(): Promise<void> {
    if (this.#dns === undefined) return;
    const servers = await Promise.all(this.#settings.addresses.map(findDnsServer));
    this.#dns.setServers(servers.flat());
  }

  /** @throws {@link ResolveError} */
  async resolve(name: string): Promise<Answer> {
    if (isIP(name) !== 0) return { addresses: [name], ttl: Infinity };
    const host = name.toLowerCase().replace(/\.$/, '');
    const known = this.#cache.get(host);
    if (known !== undefined) return known;
    let answer = this.#asked.get(host);
    if (answer === undefined) {
      answer = this.#ask(host).finally(() => this.#asked.delete(host));
      this.#asked.set(host, answer);
    }
    return this.#inTime(host, answer);
  }

  /** Each who waits has the whole time, however long others have waited for the same answer. */
  async #inTime(host: string, answer: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(ResolveError.timedOut(host)), this.#settings.timeout).unref();
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** As in nginx, only an answer with addresses is kept: a name may come to be any moment. */
  async #ask(host: string): Promise<Answer> {
    try {
      await this.start();
      const answer =
        this.#dns === undefined ? await this.#askSystem(host) : await this.#askServersAgain(this.#dns, host);
      this.#cache.set(host, answer);
      return answer;
    } catch (error) {
      throw ResolveError.from(host, error);
    }
  }

  async #askSystem(host: string): Promise<Answer> {
    const { ipv4, ipv6 } = this.#settings;
    const addresses = await askSystem(host, ipv4 && ipv6 ? 0 : ipv4 ? 4 : 6);
    return { addresses, ttl: this.valid ?? SYSTEM_TTL };
  }

  /** A question that got no answer is sent again as long as the one who asked first waits for it. */
  async #askServersAgain(dns: DnsResolver, host: string): Promise<Answer> {
    const end = performance.now() + this.#settings.timeout;
    for (;;) {
      try {
        return await this.#askServers(dns, host);
      } catch (error) {
        if (codeOf(error) !== 'ETIMEOUT' || performance.now() >= end) throw error;
      }
    }
  }

  async #askServers(dns: DnsResolver, host: string): Promise<Answer> {
    const { ipv4, ipv6 } = this.#settings;
    const results = await Promise.allSettled([
      ...(ipv4 ? [dns.resolve4(host, { ttl: true })] : []),
      ...(ipv6 ? [dns.resolve6(host, { ttl: true })] : []),
    ]);
    const records = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    const failures = results.filter((result) => result.status === 'rejected');
    // One family without an address is no failure; one without an answer is, because its addresses may exist.
    const failure =
      failures.find(({ reason }) => codeOf(reason) !== 'ENODATA') ?? (records.length === 0 ? failures[0] : undefined);
    if (failure !== undefined) throw failure.reason;
    const ttl = Math.max(MIN_TTL, Math.min(...records.map((record) => record.ttl * 1000)));
    return { addresses: orderAddresses(records.map(({ address }) => address)), ttl: this.valid ?? ttl };
  }

  close(): void {
    this.#dns?.cancel();
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** The addresses of one DNS server, as Node takes them. */
async function findDnsServer(text: string): Promise<string[]> {
  const { host, port } = parseDnsServer(text) ?? { host: text, port: 53 };
  const addresses = isIP(host) === 0 ? await askSystem(host).catch(() => []) : [host];
  if (addresses.length === 0) throw new Error(`host not found in resolver "${text}"; correct the name`);
  return addresses.map((address) => (isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`));
}
