/** nginx's look-up of host names: exact, then `*.example.com` (longest first), then `www.example.*`; `.example.com` is both of the former. */
export class NameTable<T> {
  readonly #exact = new Map<string, T>();
  readonly #leading: { readonly suffix: string; readonly value: T }[] = [];
  readonly #trailing: { readonly prefix: string; readonly value: T }[] = [];

  /** The first of equal names wins. @param name - in lower case */
  add(name: string, value: T): void {
    if (name.startsWith('*.')) this.#addLeading(name.slice(1), value);
    else if (name.startsWith('.')) {
      this.#addLeading(name, value);
      this.#addExact(name.slice(1), value);
    } else if (name.endsWith('.*')) {
      this.#trailing.push({ prefix: name.slice(0, -1), value });
      this.#trailing.sort((a, b) => b.prefix.length - a.prefix.length);
    } else this.#addExact(name, value);
  }

  #addLeading(suffix: string, value: T): void {
    this.#leading.push({ suffix, value });
    this.#leading.sort((a, b) => b.suffix.length - a.suffix.length);
  }

  #addExact(name: string, value: T): void {
    if (!this.#exact.has(name)) this.#exact.set(name, value);
  }

  /** @param name - in lower case */
  find(name: string): T | undefined {
    return (
      this.#exact.get(name) ??
      this.#leading.find(({ suffix }) => name.endsWith(suffix))?.value ??
      this.#trailing.find(({ prefix }) => name.startsWith(prefix))?.value
    );
  }
}
