import type { Directive, Line } from './line.ts';
import { word } from './word.ts';

const INDENT = '    ';

/** nginx reads a comment, as a word, into a buffer of 4 KiB, and refuses a longer one. */
const COMMENT_WIDTH = 110;

/** Formats lines as nginx.conf has them: 4 spaces a level, an empty line around blocks. */
export function format(lines: readonly Line[]): string {
  return formatLines(lines, 0)
    .map((line) => `${line}\n`)
    .join('');
}

/** A directive without a block, on one line. */
export function formatDirective({ name, args }: Directive): string {
  return `${[name, ...args].map(word).join(' ')};`;
}

function formatLines(lines: readonly Line[], depth: number): string[] {
  const out: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (index > 0 && apart(lines, index) && out.at(-1) !== '') out.push('');
    out.push(...formatLine(line).map((text) => (text === '' ? '' : INDENT.repeat(depth) + text)));
    if (hasBlock(line)) out.push(...formatLines(line.block, depth + 1), `${INDENT.repeat(depth)}}`);
  }
  return out;
}

/** Whether an empty line goes before a line: around blocks, whose comments stay with them. */
function apart(lines: readonly Line[], index: number): boolean {
  const before = lines[index - 1];
  if (before?.kind === 'comment' || lines[index]?.kind === 'blank') return false;
  return hasBlock(before) || hasBlock(lines.slice(index).find(({ kind }) => kind !== 'comment'));
}

function hasBlock(line: Line | undefined): line is Directive & { readonly block: readonly Line[] } {
  return line?.kind === 'directive' && line.block !== undefined && line.block.length > 0;
}

function formatLine(line: Line): string[] {
  if (line.kind === 'blank') return [''];
  if (line.kind === 'comment') return wrap(line.text);
  const { name, args, note, breakAt = args.length } = line;
  const words = args.map(word);
  const first = [word(name), ...words.slice(0, breakAt)].join(' ');
  const rest = words.slice(breakAt).map((text) => INDENT + text);
  const end = line.block === undefined ? ';' : line.block.length === 0 ? ' {}' : ' {';
  const [last = '', ...others] = [first, ...rest].reverse();
  return [...others.reverse(), last + end + (note === undefined ? '' : `  # ${note}`)];
}

function wrap(text: string): string[] {
  const lines = [''];
  for (const piece of text.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + piece.length >= COMMENT_WIDTH) lines.push(piece);
    else lines[lines.length - 1] = line === '' ? piece : `${line} ${piece}`;
  }
  return lines.map((line) => `# ${line}`);
}
