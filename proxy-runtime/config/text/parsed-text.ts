/** The text of a configuration, read: what it says, and where. */
export interface ParsedText {
  readonly value: unknown;
  /** Where the value at this path, or the nearest around it, begins in the text: for what has a key, where the key does. */
  readonly offsetOf: (path: readonly unknown[]) => number;
}

/** A text that can't be read as what it should be. */
export class TextError extends Error {
  override readonly name = 'TextError';
  readonly offset: number;
  /** The place, as keys from the configuration's root; empty where what is wrong is no value. */
  readonly path: readonly unknown[];

  constructor(reason: string, offset: number, path: readonly unknown[] = []) {
    super(reason);
    this.offset = offset;
    this.path = path;
  }
}

/** A key that an object has twice: of the two values only one would count, without a word. */
export function duplicateKey(text: string, first: number, second: number, path: readonly unknown[]): TextError {
  return new TextError(
    `is given twice, at ${place(text, first)} and at ${place(text, second)}, and only one could count; leave one out`,
    second,
    path,
  );
}

/** A place in a text as editors and compilers write it, `line:column`, both from 1. */
export function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

/** The paths of a text's values with their offsets. */
export class Offsets {
  readonly #offsets = new Map<string, number>();

  note(path: readonly unknown[], offset: number): void {
    this.#offsets.set(JSON.stringify(path), offset);
  }

  /** Of the value there, or of the nearest around it. */
  of(path: readonly unknown[]): number {
    for (let length = path.length; length > 0; length--) {
      const offset = this.#offsets.get(JSON.stringify(path.slice(0, length)));
      if (offset !== undefined) return offset;
    }
    return this.#offsets.get('[]') ?? 0;
  }
}
