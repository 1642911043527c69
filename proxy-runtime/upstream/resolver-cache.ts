/** The addresses of a name, and how long they may be used. */
export interface Answer {
  readonly addresses: readonly string[];
  /** Milliseconds. */
  readonly ttl: number;
}

/** nginx forgets names that nobody asked for this long, so that names clients make up don't pile up. */
const UNUSED_MS = 30_000;

interface Entry {
  readonly addresses: readonly string[];
  readonly until: number;
  usedAt: number;
}

/** A resolver's answers, for as long as they may be used. */
export class ResolverCache {
  readonly #entries = new Map<string, Entry>();
  #sweptAt = performance.now();

  /** The answer, with what is left of its time. */
  get(host: string): Answer | undefined {
    const entry = this.#entries.get(host);
    const now = performance.now();
    if (entry === undefined || entry.until <= now) return undefined;
    entry.usedAt = now;
    return { addresses: entry.addresses, ttl: entry.until - now };
  }

  set(host: string, { addresses, ttl }: Answer): void {
    const now = performance.now();
    if (now - this.#sweptAt >= UNUSED_MS) this.#sweep(now);
    this.#entries.set(host, { addresses, until: now + ttl, usedAt: now });
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [host, { until, usedAt }] of this.#entries) {
      if (until <= now || now - usedAt >= UNUSED_MS) this.#entries.delete(host);
    }
  }
}
