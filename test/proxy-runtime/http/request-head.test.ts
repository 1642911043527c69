import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RequestHeadParser } from '../../../proxy-runtime/http/request-head-parser.ts';
import { LIMITS, parse, parsePieces } from '../support/request-head.ts';

const HEAD = [
  'POST /a/b?c=%20#d HTTP/1.1',
  'Host: Example.Test:8080',
  'X-Case-KEPT: one',
  'x-case-kept:   two  ',
  'Empty:',
  'NoColon',
  'X-Tab: \tdata\t',
  'X-Bytes: caf\xe9 \x01\x7f',
  'Content-Length: 5',
  '',
  '',
].join('\r\n');

describe('a request head', () => {
  test('is kept as it came: order, case, repeats, bytes', () => {
    const head = parse(HEAD);
    assert.ok(head);
    const { method, line, target, version, contentLength, chunked, length, authority } = head;
    assert.deepEqual(
      { method, line, target, version, contentLength, chunked, length, authority },
      {
        method: 'POST',
        line: 'POST /a/b?c=%20#d HTTP/1.1',
        target: '/a/b?c=%20#d',
        version: 11,
        contentLength: 5,
        chunked: false,
        length: HEAD.length,
        authority: undefined,
      },
    );
    assert.deepEqual(
      head.headers.names.map((name) => name.text),
      ['Host', 'X-Case-KEPT', 'x-case-kept', 'Empty', 'NoColon', 'X-Tab', 'X-Bytes', 'Content-Length'],
    );
    assert.deepEqual(head.headers.values, [
      'Example.Test:8080',
      'one',
      'two',
      '',
      '',
      '\tdata\t',
      'caf\xe9 \x01\x7f',
      '5',
    ]);
    assert.equal(head.headers.joined('x-case-kept'), 'one, two');
  });

  test('is the same wherever its bytes are split', () => {
    const whole = parse(HEAD);
    for (let at = 1; at < HEAD.length; at++) assert.deepEqual(parsePieces(HEAD, [at]), whole, `split at ${at}`);
  });

  test('is the same when its bytes come one by one', () => {
    assert.deepEqual(
      parsePieces(
        HEAD,
        Array.from(HEAD, (_, index) => index),
      ),
      parse(HEAD),
    );
  });

  test('ends where it ends: what follows is not its own', () => {
    assert.equal(parse(`${HEAD}GET /next HTTP/1.1\r\n\r\n`)?.length, HEAD.length);
  });

  test('may have bare LF line ends, and empty lines before it', () => {
    const text = '\r\n\n\r\nGET / HTTP/1.1\nHost: a\n\nrest';
    assert.deepEqual(
      parse(text)?.headers.names.map((name) => name.text),
      ['Host'],
    );
    const parser = new RequestHeadParser(LIMITS);
    assert.equal(parser.parse(Buffer.from(text))?.length, 'GET / HTTP/1.1\nHost: a\n\n'.length);
    assert.equal(parser.consumed, text.length - 'rest'.length);
  });

  test('of HTTP/1.0 needs no Host; minor versions beyond 1.1 are 1.1', () => {
    assert.equal(parse('GET / HTTP/1.0\r\n\r\n')?.version, 10);
    assert.equal(parse('GET / HTTP/1.7\r\nHost: a\r\n\r\n')?.version, 11);
  });

  test('of HTTP/0.9 is a line', () => {
    const head = parse('GET /old\r\nHost: a\r\n\r\n');
    assert.deepEqual([head?.version, head?.target, head?.length], [9, '/old', 'GET /old\r\n'.length]);
  });

  test('may have an absolute target: the path is passed on, the authority chooses the server', () => {
    const head = parse('GET http://Other.Test:81/p?q HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.deepEqual([head?.target, head?.authority], ['/p?q', 'Other.Test:81']);
    assert.equal(parse('GET http://a?q HTTP/1.1\r\nHost: a\r\n\r\n')?.target, '/?q');
    assert.equal(parse('GET http://a HTTP/1.1\r\nHost: a\r\n\r\n')?.target, '/');
  });

  test('loses lines whose names nginx does not know as names', () => {
    const lines = ['X_Forwarded_For: 1', 'X.Y: 1', 'X@Y: 1', 'caf\xe9: 1', '"q": 1', '__proto__: 1'];
    assert.deepEqual(
      parse(`GET / HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}\r\n\r\n`)?.headers.names.map((name) => name.text),
      ['Host'],
    );
  });

  test('keeps them where it is told to', () => {
    const text = 'GET / HTTP/1.1\r\nHost: a\r\nX_Y: 1\r\nX.Y: 2\r\n\r\n';
    assert.deepEqual(
      parse(text, { underscoresInHeaders: true })?.headers.names.map((name) => name.text),
      ['Host', 'X_Y'],
    );
    assert.deepEqual(
      parse(text, { ignoreInvalidHeaders: false })?.headers.names.map((name) => name.text),
      ['Host', 'X_Y', 'X.Y'],
    );
  });

  test('may repeat what is no header of the one-line kind', () => {
    const lines =
      'Upgrade: a\r\nConnection: b\r\nCookie: c\r\nUser-Agent: d\r\nSec-WebSocket-Key: e\r\nX-Forwarded-For: f\r\n';
    assert.equal(parse(`GET / HTTP/1.1\r\nHost: a\r\n${lines.repeat(2)}\r\n`)?.headers.length, 13);
  });

  test('announces a chunked body in any case', () => {
    const head = parse('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n');
    assert.deepEqual([head?.chunked, head?.contentLength], [true, undefined]);
  });
});
