import { readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { ConfigError } from '../../../config-error.ts';
import { readBlocks } from './blocks.ts';
import { errorAt, type Directive } from './directive.ts';
import { glob, isPattern } from './glob.ts';

/** Where a configuration's file names lead to. */
export class Files {
  readonly #prefix: string | undefined;
  readonly #folder: string | undefined;
  /** Texts of all files that were read, in the order in which nginx opens them. */
  readonly texts = new Map<string, string>();
  /** Files that are being read, so that one that includes itself is noticed. */
  readonly #open: string[] = [];

  /**
   * @param file - the main file
   * @param prefix - nginx's `-p`
   */
  constructor(file: string | undefined, prefix: string | undefined) {
    this.#prefix = prefix;
    this.#folder = file === undefined ? prefix : dirname(this.fromPrefix(file));
  }

  /** A name relative to the prefix: logs, the pid file, temporary files. */
  fromPrefix(name: string): string {
    return this.#prefix === undefined || isAbsolute(name) ? name : join(this.#prefix, name);
  }

  /** A name relative to the main file: certificates and included files. */
  fromMainFile(name: string): string {
    return this.#folder === undefined || isAbsolute(name) ? name : join(this.#folder, name);
  }

  /** The directives of the files that an `include` names. @throws ConfigError */
  include(directive: Directive): readonly Directive[] {
    const { args } = directive;
    const [name] = args;
    if (name === undefined || args.length > 1) {
      throw errorAt(
        directive,
        `invalid number of arguments in "include" directive: it takes 1, and has ${args.length}`,
      );
    }
    if (this.#folder === undefined) {
      if (basename(name) === 'mime.types') return [{ ...directive, name: 'types', args: [], block: [] }];
      throw errorAt(
        directive,
        `"include" needs files, and this configuration is a text; read it from its file, or put what ${JSON.stringify(name)} says in here`,
      );
    }
    const path = this.fromMainFile(name);
    if (isPattern(path)) return glob(path).flatMap((file) => this.#read(file, directive));
    return this.#read(path, directive);
  }

  /** The directives of the main file. @throws ConfigError */
  readMain(text: string, file: string): readonly Directive[] {
    this.#open.push(this.fromPrefix(file));
    this.texts.set(this.fromPrefix(file), text);
    return readBlocks(text, file, (directive) => this.include(directive));
  }

  #read(file: string, directive: Directive): readonly Directive[] {
    if (this.#open.includes(file)) throw errorAt(directive, `"include" of ${JSON.stringify(file)} within itself`);
    const text = readText(file);
    if (text instanceof Error) {
      // A machine without nginx has no list of media types; nothing here would look into it.
      if (basename(file) === 'mime.types') return [{ ...directive, name: 'types', args: [], block: [] }];
      throw errorAt(directive, `"include": ${JSON.stringify(file)} can't be read: ${text.message}`);
    }
    this.#open.push(file);
    this.texts.set(file, text);
    try {
      return readBlocks(text, file, (inner) => this.include(inner));
    } finally {
      this.#open.pop();
    }
  }
}

/** A configuration's text. @throws ConfigError */
export function readMainFile(file: string): string {
  const text = readText(file);
  if (text instanceof Error) throw new ConfigError(`${file} can't be read: ${text.message}`);
  return text;
}

function readText(file: string): string | Error {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return error as Error;
  }
}
