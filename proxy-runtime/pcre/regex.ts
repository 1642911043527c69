import { backtracksUpTo, isAnchored } from './cost.ts';
import { toJavaScript } from './javascript.ts';
import { Matcher } from './matcher.ts';
import type { Node } from './node.ts';
import type { Pattern } from './parser.ts';
import { checkSize, compileProgram, type Program } from './program.ts';

/** What groups captured, by number (0 is the whole) and by name; undefined or '' of those that have not matched. */
export interface RegexMatch {
  readonly [number: number]: string | undefined;
  readonly groups?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * A regular expression whose matching takes bounded time, whatever the text: JavaScript's engine has it where that means the same
 * and can't backtrack for long on a text of that length; {@link Matcher} has the rest.
 */
export class Regex {
  readonly #pattern: Pattern;
  readonly #native: RegExp | undefined;
  /** The length of the longest text that JavaScript's engine is given. */
  readonly #longest: number;
  /** Made when it is first needed. */
  #program: Program | undefined;

  /** @throws ConfigError for one that is too large */
  constructor(pattern: Pattern) {
    const { node } = pattern;
    this.#pattern = pattern;
    this.#native = native(node);
    this.#longest = this.#native === undefined ? -1 : backtracksUpTo(node);
    if (this.#longest < Infinity) checkSize(pattern);
  }

  /** @throws {@link MatchLimitError} for a text that takes more than PCRE allows */
  exec(text: string): RegexMatch | null {
    if (text.length <= this.#longest && this.#native !== undefined) return this.#native.exec(text);
    return this.#match((this.#program ??= compileProgram(this.#pattern)), text);
  }

  #match(program: Program, text: string): RegexMatch | null {
    const matcher = new Matcher(program, text);
    const latest = isAnchored(this.#pattern.node) ? 0 : text.length;
    for (let start = 0; start <= latest; start++) {
      const slots = matcher.matchFrom(start);
      if (slots !== undefined) return captured(this.#pattern, slots, text);
    }
    return null;
  }
}

function native(node: Node): RegExp | undefined {
  const source = toJavaScript(node);
  if (source === undefined) return undefined;
  try {
    const regex = new RegExp(source);
    // Only now is it compiled, and may be too large.
    regex.exec('');
    return regex;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function captured({ names, groups }: Pattern, slots: Int32Array, text: string): RegexMatch {
  const found: (string | undefined)[] = [];
  for (let number = 0; number <= groups; number++) {
    const [begin = -1, end = -1] = slots.subarray(2 * number, 2 * number + 2);
    found.push(begin < 0 ? undefined : text.slice(begin, end));
  }
  if (names.size === 0) return found;
  const named = Object.fromEntries(Array.from(names, ([number, name]) => [name, found[number]]));
  return Object.assign(found, { groups: named });
}
