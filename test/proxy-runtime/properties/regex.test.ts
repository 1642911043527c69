import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { backtracksUpTo, isAnchored } from '../../../proxy-runtime/pcre/cost.ts';
import { toJavaScript } from '../../../proxy-runtime/pcre/javascript.ts';
import { Matcher } from '../../../proxy-runtime/pcre/matcher.ts';
import { parse, type Pattern } from '../../../proxy-runtime/pcre/parser.ts';
import { compileProgram } from '../../../proxy-runtime/pcre/program.ts';
import { pattern } from './patterns.ts';
import { textOf } from './pieces.ts';

/** Nothing takes that long that takes bounded time, on a machine that does other things, too. */
const FOR_EVER_MS = 60_000;

/** Those that are known to take backtracking engines for ever, or nearly. */
const NOTORIOUS = [
  '^/api/([a-z]+/?)+$',
  String.raw`^/files/(.*)/(.*)/(.*)\.ws$`,
  '(x+x+)+y',
  '(a|a)*$',
  '(a|ab|b)*c',
  '(.*?,){11}P',
  '(a?){50}a{50}',
  '((a*)*)*b',
  String.raw`^(a+)+\1!`,
  String.raw`^(?<x>.+)+\k<x>$`,
  '^(?:(?=.*x)a)*$',
  '(?=(a+a+)+!)a',
  '(?:(?>a+)|a)+b',
  '(?:a{1,100}){1,100}b',
  String.raw`(?i)^(([a-z])+.)+[A-Z]([a-z])+$`,
  String.raw`^([\w-]+\.?)+@([\w-]+\.)+$`,
];

/** Texts that repeat something as often as is matched in JavaScript, or as it fits a header, and then don't go on so. */
function adversarial({ node }: Pattern): string[] {
  const lengths = [Math.max(0, Math.min(backtracksUpTo(node), 30_000)), 9000];
  return lengths.flatMap((length) =>
    ['a', '/a', 'ab', 'x', ','].flatMap((pump) =>
      ['', '!', '\n'].map((end) => pump.repeat(length).slice(0, Math.max(0, length - 1)) + end),
    ),
  );
}

function captured(found: RegExpExecArray | null, groups: number): unknown {
  return found && Array.from({ length: groups + 1 }, (_, number) => found[number] ?? '');
}

/** What the matcher says, whatever the text's length. */
function match(read: Pattern, text: string): readonly string[] | null {
  const matcher = new Matcher(compileProgram(read), text);
  for (let start = 0; start <= (isAnchored(read.node) ? 0 : text.length); start++) {
    const slots = matcher.matchFrom(start);
    if (slots === undefined) continue;
    return Array.from({ length: read.groups + 1 }, (_, group) => text.slice(slots[2 * group], slots[2 * group + 1]));
  }
  return null;
}

const text = textOf(['a', 'b', 'A', '/', '!', '\n', '\r', 'ab', '\xe9'], 12);

describe('regular expressions', () => {
  test("match alike in JavaScript's engine and in the one that doesn't go back for long", () => {
    fc.assert(
      fc.property(pattern, fc.boolean(), fc.array(text, { maxLength: 8 }), (source, ignoreCase, texts) => {
        const read = parse(source, ignoreCase);
        const javaScript = toJavaScript(read.node);
        if (javaScript === undefined) return;
        const native = new RegExp(javaScript);
        for (const each of texts) assert.deepEqual(match(read, each), captured(native.exec(each), read.groups));
      }),
      { numRuns: 1000 },
    );
  });

  test('take bounded time on any text', async () => {
    const thread = new Worker(new URL('../support/match-thread.ts', import.meta.url));
    const matches = async (source: string): Promise<void> => {
      const texts = adversarial(parse(source, false));
      thread.postMessage({ source, texts });
      await once(thread, 'message', { signal: AbortSignal.timeout(FOR_EVER_MS) });
    };
    try {
      for (const source of NOTORIOUS) await matches(source);
      await fc.assert(fc.asyncProperty(pattern, matches), { numRuns: 40, endOnFailure: true });
    } finally {
      await thread.terminate();
    }
  });
});
