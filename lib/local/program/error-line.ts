/**
 * An error as Node, Python and CDK print one that nobody caught: `TypeError: …`, `Error [CODE]: …`, `«Code» …`; those inside it are indented.
 * And one as tsc and esbuild print it.
 */
const ERROR =
  /^((Uncaught )?[\w.]*(Error|Exception)( \[\w+\])?: |\[?«\w+» |\S.*\(\d+,\d+\): error TS\d+: |✘ \[ERROR\] )/;

/** Node points at the code that threw; then comes what was thrown. */
const POINTER = /^\s*\^+$/;

/** What is around a message: the places in the code, the constructs, the properties of the error, Node's and its hints. */
export const SURROUNDINGS =
  /^(at |\.\.\.|\(no user code|Relates to construct:|<\.>|└─|Node\.js v|\(Use `node|\^|[{}\]]|code: )/;

/**
 * The line of a program's stderr that says what is wrong: of the report of an uncaught error the message, else the last line.
 *
 * @param errors - without colours
 * @param output - what it has written to stdout, in which an error counts, too
 */
export function findErrorLine(errors: string, output = ''): string | undefined {
  return findError(linesOf(errors)) ?? findError(linesOf(output)) ?? linesOf(errors).findLast(isSaid)?.trim();
}

export function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.trimEnd());
}

function findError(lines: readonly string[]): string | undefined {
  const start = findErrorStart(lines);
  if (start === -1) return undefined;
  const [first = '', ...others] = lines.slice(start).map((line) => line.trim());
  const message = first.replace(/^\[(?=«)/, '');
  const [next = ''] = others;
  const whole = message.endsWith(':') && isSaid(next) ? `${message} ${next}` : message;
  const more = whole.startsWith('SyntaxError') ? placeBefore(lines.slice(0, start)) : rootCause(others);
  return more === undefined ? whole : `${whole} (${more})`;
}

/** The line with which the report of an error begins; -1 without one. */
export function findErrorStart(lines: readonly string[]): number {
  return Math.max(
    lines.findLastIndex((line) => ERROR.test(line)),
    afterPointer(lines),
  );
}

/** Where the code is that can't be parsed: of all errors only that one has no place among the calls. */
function placeBefore(lines: readonly string[]): string | undefined {
  return lines.findLast((line) => /^\S.*\.\w+:\d+$/.test(line) && !line.startsWith('node:'));
}

function rootCause(lines: readonly string[]): string | undefined {
  const cause = lines.findLast((line) => line.startsWith('[cause]: '));
  return cause?.replace(/^\[cause\]/, 'cause').replace(/ \{$/, '');
}

function afterPointer(lines: readonly string[]): number {
  const pointer = lines.findLastIndex((line) => POINTER.test(line));
  return pointer === -1 ? -1 : lines.findIndex((line, index) => index > pointer && line !== '');
}

function isSaid(line: string): boolean {
  const text = line.trim();
  return text !== '' && !SURROUNDINGS.test(text);
}
