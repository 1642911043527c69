import { duplicateKey, Offsets, TextError, type ParsedText } from './parsed-text.ts';

const BLANK = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/y;
const STRING = /"(?:[^"\\\n\r]|\\.)*"/y;
const WORD = /[^\s,:{}[\]"'/]+/y;
/** What follows a word that is no value, such as an address without quotes. */
const REST = /[^\s,{}[\]"']*/y;

/** Deeper than any configuration is, and less than the stack bears. */
const DEEPEST = 200;

/**
 * Reads JSON in which there may be comments and commas at the end of a list, as editors' configuration files have them. Unlike
 * `JSON.parse` it refuses a key that an object has twice, and knows the place of everything.
 *
 * @throws {@link TextError}
 */
export function parseJsonText(text: string): ParsedText {
  const reader = new JsonReader(text);
  return { value: reader.read(), offsetOf: (path) => reader.offsets.of(path) };
}

class JsonReader {
  readonly offsets = new Offsets();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): unknown {
    this.#blank();
    this.offsets.note([], this.#at);
    const value = this.#value([]);
    if (this.#at < this.#text.length) throw this.#expected('the end of the text');
    return value;
  }

  /** Leaves what is blank behind the value, too. */
  #value(path: readonly unknown[]): unknown {
    if (path.length > DEEPEST) throw new TextError(`is more than ${DEEPEST} levels deep`, this.#at);
    const value = this.#one(path);
    this.#blank();
    return value;
  }

  #one(path: readonly unknown[]): unknown {
    if (this.#takes('{')) return this.#object(path);
    if (this.#takes('[')) return this.#list(path);
    const start = this.#at;
    const string = this.#string();
    if (string !== undefined) return string;
    const word = this.#match(WORD);
    if (word === undefined) throw this.#expected('a value');
    try {
      return JSON.parse(word);
    } catch {
      const meant = word.toLowerCase();
      const wayOut = /^(?:true|false|null)$/.test(meant) ? `write ${meant}` : 'strings are in double quotes';
      throw new TextError(`${word}${this.#match(REST) ?? ''} is no value; ${wayOut}`, start);
    }
  }

  #object(path: readonly unknown[]): object {
    const members = new Map<string, unknown>();
    while (!this.#takes('}')) {
      const start = this.#at;
      const key = this.#string() ?? this.#noKey();
      const own = [...path, key];
      if (members.has(key)) throw duplicateKey(this.#text, this.offsets.of(own), start, own);
      this.offsets.note(own, start);
      this.#blank();
      if (!this.#takes(':')) throw this.#expected(': after a key');
      members.set(key, this.#value(own));
      if (!this.#takes(',') && this.#text[this.#at] !== '}') throw this.#expected(', or }');
    }
    // Defines them: a key named __proto__ is one like any other
    return Object.fromEntries(members);
  }

  #list(path: readonly unknown[]): unknown[] {
    const items: unknown[] = [];
    while (!this.#takes(']')) {
      const own = [...path, items.length];
      this.offsets.note(own, this.#at);
      items.push(this.#value(own));
      if (!this.#takes(',') && this.#text[this.#at] !== ']') throw this.#expected(', or ]');
    }
    return items;
  }

  #string(): string | undefined {
    const start = this.#at;
    const text = this.#match(STRING);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as string;
    } catch {
      throw new TextError(`${text} has an escape that JSON doesn't know, or a control character`, start);
    }
  }

  #noKey(): never {
    const start = this.#at;
    const word = this.#match(WORD);
    throw word === undefined
      ? this.#expected('a key in double quotes')
      : new TextError(`keys are in double quotes: ${JSON.stringify(word)}`, start);
  }

  #expected(what: string): TextError {
    const start = this.#at;
    const [found] = this.#text.slice(start);
    if (found === undefined) return new TextError(`expected ${what}, but the text ends here`, start);
    if (found === '"' && this.#match(STRING) === undefined)
      return new TextError('a string has no end in its line', start);
    const hint = found === "'" ? '; strings are in double quotes' : '';
    return new TextError(`expected ${what}, but found ${found === '"' ? 'a string' : found}${hint}`, start);
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    this.#blank();
    return true;
  }

  #blank(): void {
    this.#match(BLANK);
  }

  #match(token: RegExp): string | undefined {
    token.lastIndex = this.#at;
    const [text] = token.exec(this.#text) ?? [];
    this.#at += text?.length ?? 0;
    return text;
  }
}
