import type { ByteSet } from './byte-set.ts';

/** What takes no character and depends only on the place in the text. */
export type Assertion =
  | 'start'
  | 'end'
  /** The end, or before a line feed that is the last character. */
  | 'last'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'no-word-boundary';

/** `greedy` takes as many as it can and gives back, `lazy` as few, `possessive` gives nothing back. */
export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

/** A regular expression that was read. What is looked for behind is of a fixed length, alternative by alternative. */
export type Node =
  | { readonly kind: 'set'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly kind: 'choice'; readonly nodes: readonly Node[] }
  /** A group that captures. */
  | { readonly kind: 'group'; readonly number: number; readonly name: string | undefined; readonly node: Node }
  | {
      readonly kind: 'repeat';
      readonly node: Node;
      readonly least: number;
      /** Infinity where there is no limit. */
      readonly most: number;
      readonly mode: RepeatMode;
    }
  /** What is matched in one way only: nothing is tried in it again. */
  | { readonly kind: 'atomic'; readonly node: Node }
  | { readonly kind: 'lookaround'; readonly behind: boolean; readonly negative: boolean; readonly node: Node }
  | { readonly kind: 'assertion'; readonly what: Assertion }
  | { readonly kind: 'reference'; readonly number: number; readonly ignoreCase: boolean };

export const EMPTY: Node = { kind: 'sequence', nodes: [] };

/** One after the other. */
export function sequence(nodes: readonly Node[]): Node {
  const [only] = nodes;
  return only !== undefined && nodes.length === 1 ? only : { kind: 'sequence', nodes };
}

/** One of them, the first before the second. */
export function choice(nodes: readonly Node[]): Node {
  const [only] = nodes;
  return only !== undefined && nodes.length === 1 ? only : { kind: 'choice', nodes };
}

/** What a node consists of. */
export function partsOf(node: Node): readonly Node[] {
  if ('nodes' in node) return node.nodes;
  return 'node' in node ? [node.node] : [];
}

/** Whether the node, or something in it, is one that is looked for. */
export function holds(node: Node, wanted: (node: Node) => boolean): boolean {
  return wanted(node) || partsOf(node).some((part) => holds(part, wanted));
}

/** Whether something in it captures. */
export function captures(node: Node): boolean {
  return holds(node, ({ kind }) => kind === 'group');
}

/** Whether it can match without taking a character. */
export function nullable(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'sequence':
      return node.nodes.every(nullable);
    case 'choice':
      return node.nodes.some(nullable);
    case 'repeat':
      return node.least === 0 || nullable(node.node);
    case 'group':
    case 'atomic':
      return nullable(node.node);
    default:
      return true;
  }
}

/** How many characters it takes, undefined where that is not always the same. */
export function width(node: Node): number | undefined {
  switch (node.kind) {
    case 'set':
      return 1;
    case 'lookaround':
    case 'assertion':
      return 0;
    case 'reference':
      return undefined;
    case 'group':
    case 'atomic':
      return width(node.node);
    case 'repeat': {
      const one = width(node.node);
      return node.least === node.most && one !== undefined ? one * node.least : undefined;
    }
    case 'sequence':
      return node.nodes.reduce<number | undefined>((sum, part) => {
        const own = width(part);
        return sum === undefined || own === undefined ? undefined : sum + own;
      }, 0);
    case 'choice': {
      const [first, ...rest] = node.nodes.map(width);
      return rest.every((each) => each === first) ? first : undefined;
    }
  }
}
