import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ChunkedDecoder } from '../../../proxy-runtime/http/chunked.ts';
import { anyBytes, inPieces, textOf } from './pieces.ts';

interface Decoded {
  readonly body: string;
  /** How many bytes were the body's; undefined for what is no chunked coding. */
  readonly used: number | undefined;
  readonly done: boolean;
}

function decode(text: string, ends: readonly number[]): Decoded {
  const decoder = new ChunkedDecoder();
  const bytes = Buffer.from(text, 'latin1');
  let body = '';
  let at = 0;
  for (const end of ends) {
    const used = decoder.decode(bytes.subarray(at, end), (piece) => (body += piece.toString('latin1')));
    if (used === undefined) return { body, used, done: false };
    at += used;
    if (decoder.done) break;
  }
  return { body, used: at, done: decoder.done };
}

/** Decodes a whole coding by its grammar; undefined for what is none, or not complete. */
function model(text: string): Decoded | undefined {
  let body = '';
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = at;
    const found = sticky.exec(text);
    if (found) at = sticky.lastIndex;
    return found;
  };
  for (;;) {
    const size = take(/([0-9a-fA-F]{1,13})(?:[; \t][^\r\n]*)?\r\n/)?.[1];
    if (size === undefined) return undefined;
    const length = Number.parseInt(size, 16);
    if (length === 0) break;
    const chunk = text.slice(at, at + length);
    at += length;
    if (chunk.length < length || !take(/\r\n/)) return undefined;
    body += chunk;
  }
  while (take(/[^\r\n]+\r\n/));
  return take(/\r\n/) ? { body, used: at, done: true } : undefined;
}

const size = (length: number): fc.Arbitrary<string> =>
  fc
    .record({ zeros: fc.nat({ max: 4 }), upper: fc.boolean(), extension: fc.constantFrom('', ';a', ';a="b c"', ' ;x') })
    .map(({ zeros, upper, extension }) => {
      const digits = length.toString(16);
      return `${'0'.repeat(zeros)}${upper ? digits.toUpperCase() : digits}${extension}\r\n`;
    });

const chunk = fc
  .string({ unit: fc.nat({ max: 255 }).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: 40 })
  .chain((data) => size(data.length).map((head) => ({ data, coded: `${head}${data}\r\n` })));

const coding = fc
  .record({
    chunks: fc.array(chunk, { maxLength: 5 }),
    last: size(0),
    trailers: fc.constantFrom('', 'A: b\r\n', 'A: b\r\nC: d\r\n'),
    behind: fc.constantFrom('', '\r\n', 'GET / HTTP/1.1\r\n', '0\r\n\r\n'),
  })
  .map(({ chunks, last, trailers, behind }) => ({
    body: chunks.map(({ data }) => data).join(''),
    coded: `${chunks.map(({ coded }) => coded).join('')}${last}${trailers}\r\n`,
    behind,
  }));

/** A coding with one byte too many, too few, or another. */
const almost = fc
  .record({
    coding,
    at: fc.nat(),
    cut: fc.nat({ max: 1 }),
    put: fc.constantFrom('', '\r', '\n', '0', 'x', ';', ' ', '\0'),
  })
  .map(({ coding: { coded, behind }, at, cut, put }) => {
    const place = at % coded.length;
    return coded.slice(0, place) + put + coded.slice(place + cut) + behind;
  });

const garbage = fc.oneof(
  almost,
  textOf(['0', '1', '2', 'a', 'F', 'x', ';', ' ', '\t', '\r', '\n', '\r\n', '0\r\n\r\n', '1\r\nx\r\n', '\0']),
  anyBytes(),
);

describe('the chunked coding', () => {
  const codings = coding.chain((each) =>
    inPieces(fc.constant(each.coded + each.behind)).map((pieces) => ({ ...each, ...pieces })),
  );

  test('gives the body that was coded, in whatever pieces it comes', () =>
    fc.assert(
      fc.property(codings, ({ body, coded, text, ends }) => {
        assert.deepEqual(decode(text, ends), { body, used: coded.length, done: true });
      }),
      { numRuns: 2000 },
    ));

  test('is over at its end and not before', () =>
    fc.assert(
      fc.property(coding, fc.nat(), ({ coded }, cut) => {
        const end = cut % coded.length;
        const { used, done } = decode(coded, [end]);
        assert.deepEqual({ used, done }, { used: end, done: false });
      }),
      { numRuns: 2000 },
    ));
});

describe('bytes of any kind', () => {
  test('are a chunked coding just when its grammar says so', () =>
    fc.assert(
      fc.property(garbage, (text) => {
        const decoded = decode(text, [text.length]);
        assert.deepEqual(decoded.done ? decoded : undefined, model(text));
      }),
      { numRuns: 10_000 },
    ));

  test('mean the same in whatever pieces they come', () =>
    fc.assert(
      fc.property(inPieces(garbage), ({ text, ends }) => {
        assert.deepEqual(decode(text, ends), decode(text, [text.length]));
      }),
      { numRuns: 5000 },
    ));
});
