import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BadResponse, ResponseHeadParser, type ResponseHead } from '../../../proxy-runtime/http/response-head.ts';

function parse(text: string, limit = 4096): ResponseHead | undefined {
  return new ResponseHeadParser(limit).parse(Buffer.from(text, 'latin1'));
}

const HEAD =
  'HTTP/1.1 403 Weird  reason\xe9\r\nX-Case: a\r\nx-case: b\r\nSet-Cookie: 1\r\nSet-Cookie: 2\r\nContent-Length: 3\r\nX-Last: caf\xa0\t\r\n\r\n';

describe("a backend's response head", () => {
  test('is kept as it came: reason, order, case, repeats, bytes', () => {
    const head = parse(HEAD);
    assert.ok(head);
    assert.equal(head.status, 403);
    assert.equal(head.statusText, '403 Weird  reason\xe9');
    assert.deepEqual(
      head.headers.names.map((name) => name.text),
      ['X-Case', 'x-case', 'Set-Cookie', 'Set-Cookie', 'Content-Length', 'X-Last'],
    );
    assert.deepEqual(head.headers.values, ['a', 'b', '1', '2', '3', 'caf\xa0\t']);
    assert.deepEqual([head.contentLength, head.chunked, head.keepAlive, head.length], [3, false, true, HEAD.length]);
  });

  test('is waited for until its last byte', () => {
    for (let end = 1; end < HEAD.length; end++)
      assert.equal(parse(HEAD.slice(0, end)), undefined, `the first ${end} bytes`);
  });

  test('is the same however it comes', () => {
    const bytes = Buffer.from(`${HEAD}body`, 'latin1');
    const whole = new ResponseHeadParser(4096).parse(bytes);
    for (let size = 1; size < HEAD.length; size++) {
      const parser = new ResponseHeadParser(4096);
      let head: ResponseHead | undefined;
      for (let end = size; head === undefined; end += size) head = parser.parse(bytes.subarray(0, end));
      assert.deepEqual(head, whole, `in pieces of ${size}`);
    }
  });

  const early: readonly string[] = [
    ...['h', 'HTTQ', 'HTTP/x', 'HTTP/1.1\t', 'HTTP/1.1 2x', 'HTTP/1.1 2000', 'HTTP/1.1 20\r', 'HTTP/1.1 200\rx', '\r'],
    ...[
      'HTTP/1.1 20 OK\r\n',
      'HTTP/1.1 200 O\rK\n',
      'HTTP/1.1 200 OK\r\nX Y: 1\r\n',
      'HTTP/1.1 200 OK\r\nX: a\rb\r\nY',
    ],
  ];
  for (const text of early) {
    test(`is refused at the first sign: ${JSON.stringify(text)}`, () => assert.throws(() => parse(text), BadResponse));
  }

  test('ends where it ends, also with bare LF line ends', () => {
    const text = 'HTTP/1.0 101 Switching\nUpgrade: x\n\n';
    assert.equal(parse(`${text}\n\r\nbytes`)?.length, text.length);
  });

  test('may have no reason', () => {
    assert.equal(parse('HTTP/1.1 204\r\n\r\n')?.statusText, '204');
    assert.equal(parse('HTTP/1.1 204 \r\n\r\n')?.status, 204);
  });

  test('says whether the connection may go on', () => {
    const keeps = (version: string, ...lines: string[]): boolean | undefined =>
      parse([`HTTP/${version} 200 OK`, ...lines, '', ''].join('\r\n'))?.keepAlive;
    assert.equal(keeps('1.1'), true);
    assert.equal(keeps('1.1', 'Connection: Close'), false);
    assert.equal(keeps('1.1', 'Connection: x', 'Connection: close'), false);
    assert.equal(keeps('1.0'), false);
    assert.equal(keeps('1.0', 'Connection: Keep-Alive'), true);
  });

  test('may be as large as the buffer, and no larger', () => {
    const head = (length: number): string => `${'HTTP/1.1 200 OK\r\nX: '.padEnd(length - 4, 'x')}\r\n\r\n`;
    assert.equal(parse(`${head(4096)}body`)?.length, 4096);
    assert.throws(() => parse(head(4097)), BadResponse);
    assert.throws(() => parse(head(9000).slice(0, 4096)), BadResponse);
    assert.equal(parse(head(9000).slice(0, 4095)), undefined);
  });

  const bad: readonly (readonly [string, string])[] = [
    ['no status line', 'hello world\r\n\r\n'],
    ['no status line, yet no line end either', 'hello world'],
    ['a version that is none', 'HTTP/x.1 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['an empty line first', '\r\nHTTP/1.1 200 OK\r\n\r\n'],
    ['a line that goes on', 'HTTP/1.1 200 OK\r\nX: 1\r\n 2\r\n\r\n'],
    ['NUL in a value', 'HTTP/1.1 200 OK\r\nX: \0\r\n\r\n'],
    ['a space in a name', 'HTTP/1.1 200 OK\r\nX Y: 1\r\n\r\n'],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\n'],
    ['CR within a line', 'HTTP/1.1 200 OK\r\nX: a\rY: b\r\n\r\n'],
    ['CR within the reason', 'HTTP/1.1 200 O\rK\r\n\r\n'],
    ['an empty name', 'HTTP/1.1 200 OK\r\n: 1\r\n\r\n'],
    [
      'Content-Length and Transfer-Encoding',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
    ['Content-Length twice', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n'],
    ['Transfer-Encoding twice', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['Transfer-Encoding gzip', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'],
    ['a Content-Length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n'],
    ['a negative Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
  ];
  for (const [what, text] of bad) test(`is refused for ${what}`, () => assert.throws(() => parse(text), BadResponse));
});
