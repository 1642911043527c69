import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusal } from '../support/request-head.ts';

const START = 'GET / HTTP/1.1\r\n';
const withHost = (...lines: readonly string[]): string => `${START}Host: a\r\n${lines.join('\r\n')}\r\n\r\n`;
const first = (line: string): string => `${line}\r\nHost: a\r\n\r\n`;

/** of nginx's rules: what, and the status it is refused with. */
const REFUSED: readonly (readonly [string, number, string])[] = [
  ['Host twice, though equal', 400, withHost('Host: a')],
  ['no Host', 400, `${START}X: 1\r\n\r\n`],
  ['an empty Host', 400, `${START}Host:\r\n\r\n`],
  ['a Host with /', 400, `${START}Host: a/b\r\n\r\n`],
  ['a Host with ..', 400, `${START}Host: a..b\r\n\r\n`],
  ['a Host with a control character', 400, `${START}Host: a\x01b\r\n\r\n`],
  ['a Host with @', 400, `${START}Host: a@b\r\n\r\n`],
  ['a Host with a space', 400, `${START}Host: a b\r\n\r\n`],
  ['a Host whose port is none', 400, `${START}Host: a:b\r\n\r\n`],
  ['Content-Length and Transfer-Encoding', 400, withHost('Content-Length: 5', 'Transfer-Encoding: chunked')],
  ['Content-Length and an unknown Transfer-Encoding', 501, withHost('Content-Length: 5', 'Transfer-Encoding: gzip')],
  ['a control character in the target of HTTP/2.0', 400, first('GET /\x01 HTTP/2.0')],
  ['Transfer-Encoding and Content-Length', 400, withHost('Transfer-Encoding: chunked', 'Content-Length: 5')],
  ['Content-Length twice, though equal', 400, withHost('Content-Length: 5', 'Content-Length: 5')],
  ['Transfer-Encoding twice', 400, withHost('Transfer-Encoding: chunked', 'transfer-encoding: chunked')],
  ['Transfer-Encoding gzip', 501, withHost('Transfer-Encoding: gzip')],
  ['Transfer-Encoding gzip, chunked', 501, withHost('Transfer-Encoding: gzip, chunked')],
  ['Transfer-Encoding xchunked', 501, withHost('Transfer-Encoding: xchunked')],
  ['Transfer-Encoding chunked with a tab', 501, withHost('Transfer-Encoding: chunked\t')],
  ['an empty Transfer-Encoding', 501, withHost('Transfer-Encoding:')],
  ['Transfer-Encoding in HTTP/1.0', 400, 'GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ['a line that goes on with a space', 400, withHost('X: 1', ' 2')],
  ['a line that goes on with a tab', 400, withHost('X: 1', '\t2')],
  ['a first line that goes on', 400, `${START} X: 1\r\nHost: a\r\n\r\n`],
  ['NUL in a value', 400, withHost('X: a\0b')],
  ['NUL in a name', 400, withHost('X\0: a')],
  ['a space before the colon', 400, withHost('X : 1')],
  ['a space before the colon of Content-Length', 400, withHost('Content-Length : 5')],
  ['a tab before the colon', 400, withHost('X\t: 1')],
  ['a space in a name', 400, withHost('X Y: 1')],
  ['an empty name', 400, withHost(': 1')],
  ['CR within a line', 400, withHost('X: a\rY: b')],
  ['Content-Length +5', 400, withHost('Content-Length: +5')],
  ['Content-Length -5', 400, withHost('Content-Length: -5')],
  ['Content-Length 0x5', 400, withHost('Content-Length: 0x5')],
  ['Content-Length 5, 5', 400, withHost('Content-Length: 5, 5')],
  ['Content-Length 5 with a tab', 400, withHost('Content-Length: 5\t')],
  ['an empty Content-Length', 400, withHost('Content-Length:')],
  ['a Content-Length beyond all numbers', 400, withHost(`Content-Length: ${'9'.repeat(30)}`)],
  ['a lower-case method', 400, first('get / HTTP/1.1')],
  ['a method with digits', 400, first('GET1 / HTTP/1.1')],
  ['no method', 400, first(' / HTTP/1.1')],
  ['TLS where HTTP is spoken', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n'],
  ['HTTP/2.0', 505, first('GET / HTTP/2.0')],
  ['HTTP/3, whatever follows', 505, first('GET / HTTP/3x')],
  ['two CRs at the end of the request line', 400, 'GET / HTTP/1.1\r\r\nHost: a\r\n\r\n'],
  ['two CRs at the end of the head', 400, `${START}Host: a\r\n\r\r\n`],
  ['another method than GET in HTTP/0.9', 400, 'HEAD /\r\n'],
  ['a host and no path in HTTP/0.9', 400, 'GET http://a\r\n'],
  ['a fragment behind the host', 400, first('GET http://a#b HTTP/1.1')],
  ['a path above the root', 400, first('GET /.. HTTP/1.1')],
  ['the preface of HTTP/2', 505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a version that is none', 400, first('GET / HTTP/1.x')],
  ['a version of another protocol', 400, first('GET / RTSP/1.0')],
  ['something behind the version', 400, first('GET / HTTP/1.1 x')],
  ['CONNECT', 405, first('CONNECT a:443 HTTP/1.1')],
  ['TRACE', 405, first('TRACE / HTTP/1.1')],
  ['a space in the target', 400, first('GET /a b HTTP/1.1')],
  ['a control character in the target', 400, first('GET /a\x01 HTTP/1.1')],
  ['a tab in the target', 400, first('GET /a\tb HTTP/1.1')],
  ['DEL in the target', 400, first('GET /a\x7f HTTP/1.1')],
  ['a tab before the target', 400, first('GET \t/ HTTP/1.1')],
  ['a tab behind the target', 400, first('GET /\t HTTP/1.1')],
  ['a tab before the version', 400, first('GET / \tHTTP/1.1')],
  ['a no-break space before the target', 400, first('GET \xa0/ HTTP/1.1')],
  ['a vertical tab behind the version', 400, first('GET / HTTP/1.1\x0b')],
  ['a target without /', 400, first('GET a HTTP/1.1')],
  ['the target *', 400, first('OPTIONS * HTTP/1.1')],
  ['an absolute target without authority', 400, first('GET http:/// HTTP/1.1')],
  ['an absolute target with a user', 400, first('GET http://u@a/ HTTP/1.1')],
  ...[
    'If-Modified-Since',
    'If-Unmodified-Since',
    'If-Match',
    'If-None-Match',
    'If-Range',
    'Content-Range',
    'Expect',
    'Authorization',
  ].map((name) => [`${name} twice`, 400, withHost(`${name}: x`, `${name.toLowerCase()}: x`)] as const),
];

describe('a request that is refused', () => {
  for (const [what, status, text] of REFUSED)
    test(`${what}: ${status}`, () => assert.equal(refusal(text).status, status));

  test('at its first byte, where that begins no request: no line end is waited for', () => {
    for (const begin of ['\x16\x03\x01\x02', '\x81\x85', 'get', '{']) assert.equal(refusal(begin).status, 400, begin);
  });

  test('at its first bad line, before the rest of the head', () => {
    assert.equal(refusal(`${START}X : 1\r\n`).status, 400);
    assert.equal(refusal('get / HTTP/1.1\r\n').status, 400);
    assert.equal(refusal('GET /%zz HTTP/1.1\r\n').status, 400);
  });
});
