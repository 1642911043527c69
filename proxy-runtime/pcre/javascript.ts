import { ranges, type ByteSet } from './byte-set.ts';
import { captures, nullable, partsOf, type Assertion, type Node } from './node.ts';

/** The same expression as JavaScript's, undefined where that has none that matches alike in every case. */
export function toJavaScript(node: Node): string | undefined {
  return isExact(node) && refersToCertain(node) ? write(node) : undefined;
}

function isExact(node: Node): boolean {
  if (node.kind === 'atomic' || (node.kind === 'reference' && node.ignoreCase)) return false;
  if (node.kind === 'repeat' && !repeatsAlike(node)) return false;
  return partsOf(node).every(isExact);
}

/** JavaScript forgets at each repetition what groups in it captured, and tries no repetition that takes nothing. */
function repeatsAlike({ node, least, most, mode }: Node & { kind: 'repeat' }): boolean {
  if (mode === 'possessive' && node.kind !== 'set') return false;
  if (most > 1 && captures(node) && (nullable(node) || !capturesAll(node))) return false;
  return least === most || !nullable(node) || takesWhatItCan(node);
}

/** Whether everything that captures in it does so however it matches. */
function capturesAll(node: Node): boolean {
  if (node.kind === 'choice' || node.kind === 'lookaround' || (node.kind === 'repeat' && node.least === 0))
    return !captures(node);
  return partsOf(node).every(capturesAll);
}

/** Whether nothing comes last of what it tries. */
function takesWhatItCan(node: Node): boolean {
  if (node.kind === 'group') return takesWhatItCan(node.node);
  return node.kind === 'repeat' && node.mode === 'greedy' && node.node.kind === 'set';
}

/** Whether every group that is referred to has matched by then: one that has not never matches in PCRE, always in JavaScript. */
function refersToCertain(node: Node): boolean {
  const certain = new Set<number>();
  return (node.kind === 'sequence' ? node.nodes : [node]).every((part) => {
    if (!references(part).every((number) => certain.has(number))) return false;
    const matched = part.kind === 'repeat' && part.least > 0 ? part.node : part;
    if (matched.kind === 'group') certain.add(matched.number);
    return true;
  });
}

function references(node: Node): number[] {
  return node.kind === 'reference' ? [node.number] : partsOf(node).flatMap(references);
}

function write(node: Node): string {
  switch (node.kind) {
    case 'set':
      return writeSet(node.set);
    case 'sequence':
      return node.nodes.map((part) => (part.kind === 'choice' ? `(?:${write(part)})` : write(part))).join('');
    case 'choice':
      return node.nodes.map(write).join('|');
    case 'group':
      return `(${node.name === undefined ? '' : `?<${node.name}>`}${write(node.node)})`;
    case 'atomic':
      return `(?:${write(node.node)})`;
    case 'lookaround':
      return `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${write(node.node)})`;
    case 'assertion':
      return ASSERTIONS[node.what];
    case 'reference':
      return `(?:\\${node.number})`;
    case 'repeat':
      return writeRepeat(node);
  }
}

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  start: '^',
  end: '$',
  last: String.raw`(?=\n?$)`,
  'line-start': String.raw`(?:^|(?<=\n)(?!$))`,
  'line-end': String.raw`(?=\n|$)`,
  'word-boundary': String.raw`\b`,
  'no-word-boundary': String.raw`\B`,
};

function writeRepeat({ node, least, most, mode }: Node & { kind: 'repeat' }): string {
  const one = node.kind === 'set' || node.kind === 'group' ? write(node) : `(?:${write(node)})`;
  if (mode === 'possessive') return writePossessive(one, least, most);
  return one + quantifier(least, most) + (mode === 'lazy' ? '?' : '');
}

function quantifier(least: number, most: number): string {
  if (most === Infinity) return least > 1 ? `{${least},}` : least === 1 ? '+' : '*';
  if (most === least) return `{${least}}`;
  return most === 1 ? '?' : `{${least},${most}}`;
}

/** As many of one character as there are, and never fewer: none of it may follow. */
function writePossessive(one: string, least: number, most: number): string {
  if (most === Infinity) return `${one}{${least},}(?!${one})`;
  if (most === least) return `${one}{${least}}`;
  return `(?:${one}{${most}}|${one}{${least},${most - 1}}(?!${one}))`;
}

function writeSet(set: ByteSet): string {
  const written = ranges(set);
  const [first] = written;
  if (first === undefined) return '[]';
  if (written.length === 1 && first[0] === first[1]) return literal(first[0]);
  if (written.length === 1 && first[0] === 0 && first[1] === 255) return '[^]';
  return `[${written.map(([from, to]) => (from === to ? literal(from) : `${literal(from)}-${literal(to)}`)).join('')}]`;
}

/** A character that stands for itself, in a class or out of it. */
function literal(code: number): string {
  const character = String.fromCharCode(code);
  return /\w/.test(character) ? character : `\\x${code.toString(16).padStart(2, '0')}`;
}
