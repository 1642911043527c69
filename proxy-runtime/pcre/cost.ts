import { ALL, bytes, NONE, type ByteSet } from './byte-set.ts';
import { partsOf, type Node } from './node.ts';

/** What can come next: bytes, and bit 256 for the end of the text. */
type Next = ByteSet;

const END: Next = 1n << 256n;
const ANYTHING: Next = ALL | END;

/** Bounds for the work of a backtracking engine on one node, from one place of a text. */
interface Cost {
  /** In how many ways it can match so that the next character doesn't at once decide against. */
  readonly paths: number;
  /** How many nodes are tried. */
  readonly steps: number;
}

/** What depends on the text's length only. */
type CostOf = (length: number) => Cost;

/** As much as takes a backtracking engine some milliseconds. */
const MAX_STEPS = 1_000_000;

/** What counts as one step where a way ends at the next character. */
const NODES_AT_ONCE = 16;

/** Longer texts than any that is matched. */
const LONGEST = 1 << 24;

/** @returns the length of the longest text on which backtracking takes few steps for certain, whatever the text; Infinity for any, -1 for none */
export function backtracksUpTo(node: Node): number {
  const dead = Math.ceil(sizeOf(node) / NODES_AT_ONCE);
  const cost = costOf(node, ANYTHING, dead);
  const starts = isAnchored(node) ? 0 : 1;
  const fits = (length: number): boolean => cost(length).steps * (starts * length + 1) <= MAX_STEPS;
  if (fits(LONGEST)) return Infinity;
  let [good, bad] = [-1, LONGEST];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

function sizeOf(node: Node): number {
  return partsOf(node).reduce((sum, part) => sum + sizeOf(part), 1);
}

/** Whether it can match at the start of a text only. */
export function isAnchored(node: Node): boolean {
  switch (node.kind) {
    case 'assertion':
      return node.what === 'start';
    case 'sequence':
      return node.nodes[0] !== undefined && isAnchored(node.nodes[0]);
    case 'choice':
      return node.nodes.every(isAnchored);
    case 'group':
    case 'atomic':
      return isAnchored(node.node);
    default:
      return false;
  }
}

/** What can come next where the node, and behind it what begins with `follow`, is to match; rather too much than too little. */
function firstOf(node: Node, follow: Next): Next {
  switch (node.kind) {
    case 'set':
      return node.set;
    case 'sequence':
      return node.nodes.reduceRight((next, part) => firstOf(part, next), follow);
    case 'choice':
      return node.nodes.reduce((next, part) => next | firstOf(part, follow), NONE);
    case 'group':
    case 'atomic':
      return firstOf(node.node, follow);
    case 'repeat':
      return node.most === 0 ? follow : firstOf(node.node, follow) | (node.least === 0 ? follow : NONE);
    case 'lookaround':
    case 'reference':
      // It may take long itself before the next character is looked at.
      return ANYTHING;
    case 'assertion':
      if (node.what === 'end') return follow & END;
      return node.what === 'last' || node.what === 'line-end' ? follow & (END | bytes(10)) : follow;
  }
}

/** @param dead - how many steps it is until the next character has decided against a way */
function costOf(node: Node, follow: Next, dead: number): CostOf {
  switch (node.kind) {
    case 'set':
      return () => ({ paths: 1, steps: 1 });
    case 'assertion':
      return () => ({ paths: 1, steps: 2 });
    case 'reference':
      return (length) => ({ paths: 1, steps: length + 1 });
    case 'lookaround': {
      const inner = costOf(node.node, ANYTHING, dead);
      return (length) => ({ paths: 1, steps: inner(length).steps + 1 });
    }
    case 'group':
    case 'atomic':
      return costOf(node.node, follow, dead);
    case 'sequence':
      return sequenceCost(node.nodes, follow, dead);
    case 'choice':
      return choiceCost(node.nodes, follow, dead);
    case 'repeat':
      return repeatCost(node, follow, dead);
  }
}

function sequenceCost(nodes: readonly Node[], follow: Next, dead: number): CostOf {
  const costs: CostOf[] = [];
  let next = follow;
  for (const node of nodes.toReversed()) {
    costs.unshift(costOf(node, next, dead));
    next = firstOf(node, next);
  }
  return (length) => {
    let [paths, steps] = [1, 1];
    for (const cost of costs) {
      const own = cost(length);
      steps += paths * own.steps;
      paths *= own.paths;
    }
    return { paths, steps };
  };
}

function choiceCost(nodes: readonly Node[], follow: Next, dead: number): CostOf {
  const costs = nodes.map((node) => costOf(node, follow, dead));
  const firsts = nodes.map((node) => firstOf(node, follow));
  // Where no two can begin alike, at most one is more than begun.
  let [apart, seen] = [true, NONE];
  for (const first of firsts) {
    apart &&= (seen & first) === NONE;
    seen |= first;
  }
  return (length) => {
    let [most, sum, steps] = [0, 0, 1];
    for (const cost of costs) {
      const own = cost(length);
      most = Math.max(most, own.paths);
      sum += own.paths;
      steps += own.steps;
    }
    return { paths: apart ? most : sum, steps };
  };
}

function repeatCost(repeat: Node & { kind: 'repeat' }, follow: Next, dead: number): CostOf {
  const { node, least, most, mode } = repeat;
  const first = firstOf(node, follow);
  const one = costOf(node, most > 1 ? first | follow : follow, dead);
  const decides = mode === 'possessive' || (first & follow) === NONE;
  return (length) => {
    const { paths, steps } = one(length);
    const times = Math.min(most, Math.max(least, length) + 1);
    const ends = decides || times <= least ? 1 : times - least + 1;
    if (times <= 1) return { paths: paths + ends - 1, steps: steps + dead };
    if (paths === 1) return { paths: ends, steps: 2 * times * (steps + dead) + 1 };
    // Every repetition multiplies.
    const all = 2 * paths ** times;
    return { paths: all, steps: all * (steps + 1) };
  };
}
