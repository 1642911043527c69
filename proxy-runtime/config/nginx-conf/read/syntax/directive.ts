import { ConfigError } from '../../../config-error.ts';

/** A place in a file. */
export interface Place {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
}

/** One directive as it is written, before it means anything. */
export interface Directive extends Place {
  readonly name: string;
  readonly args: readonly string[];
  /** The line of its `;` or `{`. */
  readonly endLine: number;
  /** What is between its braces; undefined if it ends with `;`. */
  readonly block?: readonly Directive[];
}

/** What is wrong at a place of a file, as one line. */
export function errorAt({ file, line }: Place, reason: string): ConfigError {
  return new ConfigError(`${file}:${line}: ${reason}`);
}
