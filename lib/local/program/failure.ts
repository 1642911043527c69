import { findErrorLine, findErrorStart, linesOf, SURROUNDINGS } from './error-line.ts';

/** What a program that failed has written, taken apart. */
export interface Failure {
  /** What is wrong, in one line. @default - it said nothing */
  readonly errorLine?: string;
  /** What it wrote before its error, if anything. */
  readonly before: readonly string[];
  /** What of the error its line doesn't say: the rest of its message, and the places in the user's own code. */
  readonly details: readonly string[];
}

/** The most lines of an error's details: nobody reads more. */
const MOST_DETAILS = 15;

/**
 * Takes apart what a failing program wrote to stderr, so that its error is said once.
 *
 * @param errors - without colours
 * @param output - what it wrote to stdout, where compilers have their errors
 * @param given - what is known to be wrong
 */
export function readFailure(errors: string, output = '', given?: string): Failure {
  const errorLine = given ?? findErrorLine(errors, output);
  const lines = linesOf(errors);
  const start = findErrorStart(lines);
  if (start === -1) {
    const said = lines.filter((line) => line.trim() !== '' && !isNoise(line) && !isIn(errorLine, line));
    return { ...(errorLine !== undefined && { errorLine }), before: said, details: [] };
  }
  const excerpt = excerptBefore(lines, start);
  const before = lines.slice(0, excerpt.start).filter((line) => line.trim() !== '' && !isNoise(line));
  const code = isOwnSyntaxError(lines, excerpt.place, start) ? lines.slice(excerpt.place, start) : [];
  const rest = lines.slice(start).filter((line) => !isNoise(line) && !isIn(errorLine, line));
  const details = [...code.filter((line) => !isIn(errorLine, line)), ...rest]
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/ [{[]$/, ''));
  const more = details.length - MOST_DETAILS;
  return {
    ...(errorLine !== undefined && { errorLine }),
    before,
    details: more <= 1 ? details : [...details.slice(0, MOST_DETAILS), `… ${more} more lines`],
  };
}

/** Node's excerpt of the code that threw: its place, the line, a pointer; for a syntax error one of its own loader's is before it. */
interface Excerpt {
  readonly start: number;
  readonly place: number;
}

function excerptBefore(lines: readonly string[], start: number): Excerpt {
  const pointer = lines.findLastIndex((line, index) => index < start && /^\s*\^+\s*$/.test(line));
  const place = lines.findLastIndex((line, index) => index < pointer && /^\S.*:\d+$/.test(line));
  // Nothing but empty lines is between the pointer and the error
  const none = place === -1 || pointer - place > 6 || lines.slice(pointer + 1, start).some((line) => line !== '');
  if (none) return { start, place: start };
  const loader = lines.findIndex((line) => /^node:internal\S*:\d+$/.test(line));
  return { start: loader === -1 ? place : Math.min(loader, place), place };
}

/** The code of a syntax error says what its message doesn't. */
function isOwnSyntaxError(lines: readonly string[], excerpt: number, start: number): boolean {
  return (lines[start] ?? '').startsWith('SyntaxError') && !lines.slice(excerpt, start).some(isOfLibrary);
}

function isNoise(line: string): boolean {
  const text = line.trim();
  if (/^at .*(node:|node_modules|<anonymous>\)$)/.test(text)) return true;
  if (text.startsWith('at ')) return false;
  if (/^(triggerUncaughtException\(|node:internal\S*:\d+$|code: 'ERR_)/.test(text)) return true;
  return /^[{}[\]^]/.test(text) ? /^[{}[\]^\s]+$/.test(text) : SURROUNDINGS.test(text);
}

function isOfLibrary(line: string): boolean {
  return line.includes('node_modules');
}

/** Whether a line is said already. */
function isIn(errorLine: string | undefined, line: string): boolean {
  const text = line
    .trim()
    .replace(/^\[(?=«)/, '')
    .replace(/^\[cause\]/, 'cause')
    .replace(/[\])]*( \{)?$/, '')
    .replace(/^\[(Error: .*)$/, '$1');
  if (errorLine === undefined || text === '') return false;
  // Of an error Pulumi's engine tells the message alone
  return errorLine.includes(text) || errorLine.includes(text.replace(/^[\w.]*Error( \[\w+\])?: /, ''));
}
