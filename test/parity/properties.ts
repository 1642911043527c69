import assert from 'node:assert/strict';

/** Properties of a resource, of which each has to be read: what a front end adds one day must not go by unnoticed. */
export class Properties {
  readonly #what: string;
  readonly #values: Map<string, unknown>;

  constructor(what: string, values: unknown) {
    assert.ok(typeof values === 'object' && values !== null, `${what} is no object`);
    this.#what = what;
    this.#values = new Map(Object.entries(values).filter(([, value]) => value !== undefined));
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  value(key: string): unknown {
    const value = this.#values.get(key);
    this.#values.delete(key);
    return value;
  }

  text(key: string, byDefault?: string): string {
    const value = this.value(key) ?? byDefault;
    assert.ok(typeof value === 'string', `${this.#what}.${key} is ${JSON.stringify(value)}`);
    return value;
  }

  number(key: string, byDefault?: number): number {
    const value = this.value(key) ?? byDefault;
    assert.ok(typeof value === 'number', `${this.#what}.${key} is ${JSON.stringify(value)}`);
    return value;
  }

  flag(key: string, byDefault?: boolean): boolean {
    const value = this.value(key) ?? byDefault;
    assert.ok(typeof value === 'boolean', `${this.#what}.${key} is ${JSON.stringify(value)}`);
    return value;
  }

  texts(key: string): readonly string[] {
    return this.#list(key).map((value) => {
      assert.ok(typeof value === 'string', `${this.#what}.${key} has ${JSON.stringify(value)}`);
      return value;
    });
  }

  object(key: string): Properties {
    return new Properties(`${this.#what}.${key}`, this.value(key));
  }

  objects(key: string): readonly Properties[] {
    return this.#list(key).map((value, index) => new Properties(`${this.#what}.${key}[${index}]`, value));
  }

  record(key: string): Readonly<Record<string, string>> {
    const entries = Object.entries(this.value(key) ?? {}).map(([name, value]) => [name, String(value)]);
    return Object.fromEntries(entries) as Record<string, string>;
  }

  /** The value that something must have for the forms to be comparable. */
  expect(key: string, expected: unknown): void {
    assert.deepEqual(this.value(key), expected, `${this.#what}.${key}`);
  }

  /** Fails if something has not been read. */
  done(): void {
    assert.deepEqual(Object.fromEntries(this.#values), {}, `${this.#what} has more than is compared`);
  }

  #list(key: string): readonly unknown[] {
    const value = this.value(key) ?? [];
    assert.ok(Array.isArray(value), `${this.#what}.${key} is ${JSON.stringify(value)}`);
    return value;
  }
}
