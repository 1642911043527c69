/** Header lines in their order, with their own case and repeats: what is passed on is what came. */
export class HeaderList {
  readonly names: string[] = [];
  readonly values: string[] = [];
  /** The names in lower case, for look-ups. */
  readonly keys: string[] = [];

  add(name: string, value: string, key = name.toLowerCase()): void {
    this.names.push(name);
    this.values.push(value);
    this.keys.push(key);
  }

  /** Changes the values of all lines of the name. */
  rewrite(key: string, change: (value: string) => string): void {
    for (let i = this.keys.indexOf(key); i >= 0; i = this.keys.indexOf(key, i + 1))
      this.values[i] = change(this.values[i] ?? '');
  }

  get length(): number {
    return this.names.length;
  }

  has(key: string): boolean {
    return this.keys.includes(key);
  }

  /** The first line's value. */
  get(key: string): string | undefined {
    const index = this.keys.indexOf(key);
    return index < 0 ? undefined : this.values[index];
  }

  /** All lines' values. */
  all(key: string): string[] {
    return this.values.filter((_, index) => this.keys[index] === key);
  }

  /** All values of the name, joined as nginx's `$http_…` variables are. */
  joined(key: string): string | undefined {
    const first = this.keys.indexOf(key);
    if (first < 0) return undefined;
    let value = this.values[first] ?? '';
    for (let i = this.keys.indexOf(key, first + 1); i >= 0; i = this.keys.indexOf(key, i + 1)) {
      value += `, ${this.values[i] ?? ''}`;
    }
    return value;
  }
}
