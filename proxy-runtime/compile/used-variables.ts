/** Variables that are looked up while a configuration is compiled: what none of them shows need not be kept for them. */
export class UsedVariables {
  readonly #names = new Set<string>();

  /** Takes note of a variable that is looked up. */
  noted<T>(name: string, found: T): T {
    if (found !== undefined) this.#names.add(name.toLowerCase());
    return found;
  }

  /** Whether there is one whose name begins so. */
  some(...prefixes: readonly string[]): boolean {
    return [...this.#names].some((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  }
}
