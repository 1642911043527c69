import { ConfigError } from '../config/config-error.ts';

/** A regular expression while it is read, one byte a character. */
export class Reader {
  readonly text: string;
  index = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.index >= this.text.length;
  }

  /** The next character, '' at the end. */
  get next(): string {
    return this.text.charAt(this.index);
  }

  take(): string {
    return this.text.charAt(this.index++);
  }

  /** Takes what the expression (sticky) matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.index;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.index = pattern.lastIndex;
    return match;
  }
}

/** Something of PCRE's that can't be matched here. */
export function notHere(what: string): ConfigError {
  return new ConfigError(`has ${what}, which is not supported here; write it without`);
}

/** Something that PCRE itself refuses. */
export function wrong(what: string): ConfigError {
  return new ConfigError(`is no regular expression: ${what}`);
}
