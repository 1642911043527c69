import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ChunkedDecoder } from '../../../proxy-runtime/http/chunked.ts';

interface Decoded {
  readonly body: string;
  readonly used: number | undefined;
  readonly done: boolean;
}

/** Decodes bytes that come in pieces, which end at the given places. */
function decode(text: string, ends: readonly number[] = []): Decoded {
  const decoder = new ChunkedDecoder();
  const bytes = Buffer.from(text, 'latin1');
  let body = '';
  let at = 0;
  for (const end of [...ends, bytes.length]) {
    const used = decoder.decode(bytes.subarray(at, end), (piece) => (body += piece.toString('latin1')));
    if (used === undefined) return { body, used, done: false };
    at += used;
    if (decoder.done) break;
  }
  return { body, used: at, done: decoder.done };
}

/** All places a text can be split at. */
function everyPlace(text: string): number[] {
  return Array.from(text, (_, index) => index);
}

const CODED = '5\r\nhello\r\n00000A;name="v"\r\n, chunked \r\n1 ;x\r\n!\r\n0;last\r\nTrailer: x\r\nOther: y\r\n\r\n';

describe('the chunked coding', () => {
  test('is taken off', () => {
    assert.deepEqual(decode(CODED), { body: 'hello, chunked !', used: CODED.length, done: true });
  });

  test('is the same wherever the bytes are split', () => {
    for (let at = 1; at < CODED.length; at++) {
      assert.deepEqual(
        decode(CODED, [at]),
        { body: 'hello, chunked !', used: CODED.length, done: true },
        `split at ${at}`,
      );
    }
  });

  test('is the same when the bytes come one by one', () => {
    const ends = everyPlace(CODED);
    assert.deepEqual(decode(CODED, ends), { body: 'hello, chunked !', used: CODED.length, done: true });
  });

  test('comes in one piece for each read, however small its chunks are', () => {
    const text = `0;${'x'.repeat(100)}`;
    const bytes = Buffer.from(Array.from(text, (char) => `1\r\n${char}\r\n`).join('') + '0\r\n\r\nGET /', 'latin1');
    const pieces: string[] = [];
    const used = new ChunkedDecoder().decode(bytes, (piece) => pieces.push(piece.toString('latin1')));
    assert.deepEqual(pieces, [text]);
    assert.equal(bytes.toString('latin1', used), 'GET /');
  });

  test('ends where it ends: what follows is not its own', () => {
    const text = '0\r\n\r\n';
    assert.deepEqual(decode(`${text}GET / HTTP/1.1\r\n`), { body: '', used: text.length, done: true });
  });

  test('is not over before its end', () => {
    for (let end = 1; end < CODED.length; end++)
      assert.equal(decode(CODED.slice(0, end)).done, false, `the first ${end} bytes`);
  });

  test('counts binary bytes, not characters', () => {
    const bytes = [...Array(256).keys()].map((code) => String.fromCharCode(code)).join('');
    assert.equal(decode(`100\r\n${bytes}\r\n0\r\n\r\n`).body, bytes);
  });

  const garbage: readonly (readonly [string, string])[] = [
    ['no size', '\r\nhello\r\n'],
    ['a size that is none', 'xyz\r\n'],
    ['a sign', '-5\r\nhello\r\n'],
    ['0x before the size', '0x5\r\nhello\r\n'],
    ['a space before the size', ' 5\r\nhello\r\n'],
    ['an underscore in the size', '1_0\r\n'],
    ['a bare LF behind the size', '5\nhello\r\n'],
    ['a bare LF behind an extension', '5;x\nhello\r\n'],
    ['a bare CR behind the size', '5\rhello\r\n'],
    ['a chunk longer than its size', '5\r\nhello!\r\n'],
    ['a chunk shorter than its size', '5\r\nhell\r\n0\r\n\r\n'],
    ['a bare CR behind a chunk', '5\r\nhello\rx0\r\n\r\n'],
    ['a bare LF behind a chunk', '5\r\nhello\n0\r\n\r\n'],
    ['a bare LF behind the trailer', '0\r\nTrailer: x\n\r\n'],
    ['a bare LF at the end', '0\r\n\n'],
    ['a bare CR at the end', '0\r\n\rx'],
    ['NUL for a size', '\0\r\n'],
    ['a size beyond all numbers', `${'f'.repeat(14)}\r\n`],
    ['a size of endless zeros', '0'.repeat(100)],
    ['an endless extension', `5;${'x'.repeat(20_000)}`],
    ['endless extensions', '1;xxxxxxxx\r\n!\r\n'.repeat(4000)],
    ['endless trailers', `0\r\n${'Trailer: x\r\n'.repeat(4000)}`],
  ];
  for (const [what, text] of garbage) {
    test(`refuses ${what}`, () => {
      assert.equal(decode(text).used, undefined);
      assert.equal(decode(text, everyPlace(text)).used, undefined, 'byte by byte');
    });
  }
});
