/** How many sessions are kept: several thousand bytes each, the peer's certificates included. */
const MAX_SESSIONS = 256;

/** TLS sessions to resume, the latest of each key; those that were used longest ago make room. */
export class SessionCache {
  readonly #sessions = new Map<string, Buffer>();

  get(key: string): Buffer | undefined {
    const session = this.#sessions.get(key);
    if (session !== undefined) this.set(key, session);
    return session;
  }

  set(key: string, session: Buffer): void {
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    if (this.#sessions.size <= MAX_SESSIONS) return;
    for (const oldest of this.#sessions.keys()) {
      this.#sessions.delete(oldest);
      return;
    }
  }
}
