import type { ResolverSettings } from '../compile/settings/resolver-settings.ts';
import { Resolver } from './resolver.ts';

/** The resolvers of a configuration: places with the same settings share one, and its answers. */
export class Resolvers {
  readonly #resolvers = new Map<string, Resolver>();

  get(settings: ResolverSettings): Resolver {
    const key = JSON.stringify(settings);
    let resolver = this.#resolvers.get(key);
    if (resolver === undefined) {
      resolver = new Resolver(settings);
      this.#resolvers.set(key, resolver);
    }
    return resolver;
  }

  /** Looks up the DNS servers of these, and of all that are in use. @throws Error for a name that the system does not find */
  async start(settings: readonly (ResolverSettings | undefined)[]): Promise<void> {
    for (const each of settings) if (each !== undefined) this.get(each);
    await Promise.all([...this.#resolvers.values()].map((resolver) => resolver.start()));
  }

  close(): void {
    for (const resolver of this.#resolvers.values()) resolver.close();
  }
}
