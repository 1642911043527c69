import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { RequestHeadParser, type RequestHeadLimits } from '../../../proxy-runtime/http/request-head-parser.ts';
import { BadRequest, type RequestHead } from '../../../proxy-runtime/http/request-head.ts';
import { LIMITS } from '../support/request-head.ts';
import { anyBytes, inPieces, textOf } from './pieces.ts';
import { modelHead, type HeadMeaning, type HeadParts } from './request-head-model.ts';

/** So tight that random heads meet each of them. */
const TIGHT: RequestHeadLimits = {
  ...LIMITS,
  clientHeaderBufferSize: 24,
  largeClientHeaderBuffers: { number: 2, size: 32 },
  maxHeaders: 3,
};

/** Parses bytes in pieces: the head, the status and title of a refusal, or undefined where more is waited for. */
function parse(text: string, ends: readonly number[], limits = LIMITS): RequestHead | string | undefined {
  const parser = new RequestHeadParser(limits);
  const bytes = Buffer.from(text, 'latin1');
  try {
    for (const end of ends) {
      const head = parser.parse(bytes.subarray(0, end));
      if (head !== undefined) return head;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return `${error.status} ${error.title ?? ''}`.trim();
  }
}

/** The same as a connection does it, which keeps no blank lines. @returns what follows the head, too */
function parseAndDrop(text: string, ends: readonly number[]): readonly [RequestHead | undefined, number] {
  const parser = new RequestHeadParser(LIMITS);
  let begin = 0;
  for (const end of ends) {
    const head = parser.parse(Buffer.from(text.slice(begin, end), 'latin1'));
    if (head !== undefined) return [head, text.length - begin - parser.consumed];
    begin += parser.dropBlank();
  }
  return [undefined, 0];
}

function meaning(head: RequestHead): HeadMeaning {
  const { method, target, authority, version, headers, contentLength, chunked } = head;
  const lines = headers.names.map(({ text }, index) => [text, headers.values[index] ?? ''] as const);
  return { method, target, authority, version, headers: lines, contentLength, chunked };
}

/** Mostly right, because a head with two faults tells little. */
const mostly = (right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });

const header = fc.oneof(
  fc.tuple(
    mostly(['X-A', 'x-b', 'Upgrade', 'Cookie', 'Expect', 'If-Match', 'X9'], ['', 'X A', 'X\tA', 'X_A', 'X.A', 'X\x7f']),
    mostly(['', 'a', ' a b ', '\ta', 'caf\xe9', ':', 'a: b'], ['a\0b', 'a\rb']),
  ),
  fc.tuple(
    fc.constantFrom('Content-Length', 'content-length'),
    mostly(['0', '5', ' 12 '], ['+5', '-1', '0x5', '5 5', '']),
  ),
  fc.tuple(fc.constant('Transfer-Encoding'), mostly(['chunked', 'Chunked'], ['gzip', 'gzip, chunked', ''])),
);

const parts: fc.Arbitrary<HeadParts> = fc
  .record({
    method: mostly(['GET', 'POST', 'M-SEARCH', 'A_B'], ['get', '', 'G3T', 'TRACE', 'CONNECT']),
    target: mostly(
      ['/', '/a?b=c', '/%zz', 'http://h', 'HTTP://h:80/x?y', 'ws://h?q'],
      ['a', 'a:80', '*', '/a\x7f', 'http:///x'],
    ),
    version: mostly(['HTTP/1.1', 'HTTP/1.0', 'HTTP/1.2'], ['HTTP/2.0', 'HTTP/0.9', 'http/1.1', 'HTTP/1', 'HTTP/1.']),
    host: mostly(['a', 'A.b:80', 'a.'], ['a/b', 'a..b', 'a b', 'none']),
    headers: fc.array(header, { maxLength: 4 }),
  })
  .map(({ host, headers, ...line }) => ({
    ...line,
    headers: host === 'none' ? headers : ([['Host', host], ...headers] as HeadParts['headers']),
  }));

function write({ method, target, version, headers }: HeadParts, lineEnd: string): string {
  const lines = headers.map(([name, value]) => `${name}:${value}`);
  return [`${method} ${target} ${version}`, ...lines, '', ''].join(lineEnd);
}

const lineEnds = fc.constantFrom('\r\n', '\n');

const text = fc.oneof(
  fc
    .tuple(parts, lineEnds, fc.constantFrom('', 'GET / HTTP/1.1\r\n', '\x81\x05'))
    .map(([each, lineEnd, behind]) => write(each, lineEnd) + behind),
  textOf(['GET ', '/', ' HTTP/1.1', '\r\n', '\n', 'Host: a', 'X: 1', '\r', ':', ' ', 'a', '\0'], 20),
  anyBytes(),
);

describe('a request head', () => {
  test('means what its parts say, or is refused as they say', () =>
    fc.assert(
      fc.property(parts, lineEnds, (each, lineEnd) => {
        const whole = write(each, lineEnd);
        const parsed = parse(`${whole}behind`, [whole.length + 6]);
        const expected = modelHead(each);
        if (typeof expected === 'number') {
          assert.equal(parsed, String(expected));
        } else {
          assert.ok(typeof parsed === 'object', JSON.stringify(parsed));
          assert.deepEqual(meaning(parsed), expected);
          assert.equal(parsed.length, whole.length);
        }
      }),
      { numRuns: 10_000 },
    ));

  test('is the same behind any number of blank lines, in whatever pieces, and however much follows', () => {
    const blank = fc
      .array(fc.tuple(fc.constantFrom('\r\n', '\n', '\r', '\r\n\r\n'), fc.nat(2000)), { maxLength: 4 })
      .map((parts) => parts.map(([line, times]) => line.repeat(times)).join(''));
    const head = 'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n';
    const input = fc.tuple(blank, fc.constantFrom('', 'x'.repeat(9000), `${'x'.repeat(9000)}\r\n\r\nGET`));
    const whole = parse(head, [head.length]);
    fc.assert(
      fc.property(inPieces(input.map(([before, behind]) => before + head + behind)), ({ text: all, ends }) => {
        const [read, rest] = parseAndDrop(all, ends);
        assert.deepEqual(read, whole);
        assert.equal(rest, all.length - all.indexOf(head) - head.length);
      }),
      { numRuns: 500 },
    );
  });

  for (const [limits, what] of [
    [LIMITS, 'usual limits'],
    [TIGHT, 'tight limits'],
  ] as const) {
    test(`is the same in whatever pieces it comes, with ${what}`, () =>
      fc.assert(
        fc.property(inPieces(text), ({ text: whole, ends }) => {
          assert.deepEqual(parse(whole, ends, limits), parse(whole, [whole.length], limits));
        }),
        { numRuns: 10_000 },
      ));
  }
});
