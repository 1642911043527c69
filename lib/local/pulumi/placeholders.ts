/**
 * A text that stood for a value only a deployment knows while a program ran. It looks like that value, since programs look at values: the id
 * of a security group begins with `sg-`.
 */
export interface Placeholder {
  /** What it is the value of: the name of a resource or a function, and a property of that. */
  readonly owner: string;
  readonly property: string;
  /** What it begins with to look like its value, such as `sg-`. */
  readonly prefix: string;
  /** The rest, which no other placeholder has: {@link CORE_LENGTH} characters, the first of them {@link CORE_START}. */
  readonly core: string;
}

/** Letters and digits only, of which the first is a letter: a core is a host name's label, too. */
export const CORE_LENGTH = 16;
export const CORE_START = 'f';

/** What people read instead of a placeholder: `<edge-tg.arn>`. */
export function placeholderText({ owner, property }: Pick<Placeholder, 'owner' | 'property'>): string {
  // It may come to stand inside JSON, perhaps JSON in JSON, where a quote or backslash would end the string.
  return `<${`${owner}.${property}`.replaceAll(/[^\w.:/#[\]-]/g, '_')}>`;
}

/** All placeholders that a program was given: what the program made of them is found by exactly these. */
export class PlaceholderTable {
  readonly #byCore: ReadonlyMap<string, Placeholder>;

  constructor(placeholders: readonly Placeholder[]) {
    this.#byCore = new Map(placeholders.map((placeholder) => [placeholder.core, placeholder]));
  }

  /**
   * A copy of JSON data with what people read in place of every placeholder.
   *
   * @param found - gets those that were replaced
   */
  reveal<T>(value: T, found?: Set<string>): T {
    if (typeof value === 'string') return this.#revealText(value, found) as T & string;
    if (Array.isArray(value)) return value.map((item: unknown) => this.reveal(item, found)) as T & unknown[];
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.reveal(item, found)])) as T;
  }

  #revealText(text: string, found: Set<string> | undefined): string {
    let revealed = '';
    let done = 0;
    for (let at = text.indexOf(CORE_START); at !== -1; at = text.indexOf(CORE_START, at)) {
      const placeholder = this.#byCore.get(text.slice(at, at + CORE_LENGTH));
      if (placeholder === undefined) {
        at += 1;
        continue;
      }
      const name = placeholderText(placeholder);
      found?.add(name);
      // A program may have taken the value apart, as it does with ARNs.
      const before = text.slice(done, at);
      const { prefix } = placeholder;
      revealed += (before.endsWith(prefix) ? before.slice(0, before.length - prefix.length) : before) + name;
      at += CORE_LENGTH;
      done = at;
    }
    return revealed + text.slice(done);
  }
}
