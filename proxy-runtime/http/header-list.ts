import { headerName, type HeaderName } from './header-name.ts';

/** Header lines in their order, with their own case and repeats: what is passed on is what came. */
export class HeaderList {
  readonly names: HeaderName[] = [];
  readonly values: string[] = [];

  add(name: HeaderName | string, value: string): void {
    this.names.push(typeof name === 'string' ? headerName(name) : name);
    this.values.push(value);
  }

  dropLast(): void {
    this.names.pop();
    this.values.pop();
  }

  /** All lines with their line ends, but for those of some names. */
  write(without: (name: HeaderName) => boolean): string {
    const { names, values } = this;
    let text = '';
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (name !== undefined && !without(name)) text += `${name.text}: ${values[i] ?? ''}\r\n`;
    }
    return text;
  }

  get length(): number {
    return this.names.length;
  }

  has(key: string): boolean {
    return this.#find(key, 0) >= 0;
  }

  count(key: string): number {
    let count = 0;
    for (const name of this.names) if (name.key === key) count++;
    return count;
  }

  /** The first line's value. */
  get(key: string): string | undefined {
    const index = this.#find(key, 0);
    return index < 0 ? undefined : this.values[index];
  }

  /** All lines' values. */
  all(key: string): string[] {
    return this.values.filter((_, index) => this.names[index]?.key === key);
  }

  /** All values of the name, joined as nginx's `$http_…` variables are. */
  joined(key: string): string | undefined {
    const first = this.#find(key, 0);
    if (first < 0) return undefined;
    let value = this.values[first] ?? '';
    for (let i = this.#find(key, first + 1); i >= 0; i = this.#find(key, i + 1)) value += `, ${this.values[i] ?? ''}`;
    return value;
  }

  #find(key: string, from: number): number {
    const { names } = this;
    for (let i = from; i < names.length; i++) if (names[i]?.key === key) return i;
    return -1;
  }
}
