import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PackedHead, type KeptOfHead } from '../../../proxy-runtime/http/packed-head.ts';
import { parse } from '../support/request-head.ts';

const LINES = [
  'Host: a.test',
  'X-Case-KEPT: one',
  'x-case-kept: two',
  'Empty: ',
  'X-Tab: \tdata\t',
  'X-Bytes: \xe9 \x01\x7f',
];

function packed(line: string, kept: Partial<KeptOfHead> = {}): PackedHead {
  const head = parse([line, ...LINES, '', ''].join('\r\n'));
  assert.ok(head);
  return new PackedHead(head, { query: true, header: () => true, ...kept });
}

describe('a packed head', () => {
  for (const line of [
    'GET /a?b=%20#c HTTP/1.1',
    'GET  /a  HTTP/1.0 ',
    'OPTIONS http://b.test:80?c HTTP/1.1',
    'GET /\xa0?\xa0 HTTP/1.15',
  ])
    test(`is the same: ${JSON.stringify(line)}`, () => {
      const same = packed(line);
      const head = parse([line, ...LINES, '', ''].join('\r\n'));
      const { method, target, authority, version, headers, length, contentLength, chunked } = same;
      assert.deepEqual(
        {
          method,
          line: same.line,
          target,
          authority,
          version,
          headers,
          contentLength,
          chunked,
          length,
          uri: head?.uri,
        },
        head,
      );
    });

  test('has the header lines that are kept, in their order', () => {
    const { headers } = packed('GET / HTTP/1.1', { header: ({ key }) => key.startsWith('x-case') || key === 'empty' });
    assert.equal(
      headers.write(() => false),
      'X-Case-KEPT: one\r\nx-case-kept: two\r\nEmpty: \r\n',
    );
  });

  test('has no query where that is not kept', () => {
    for (const [line, kept] of [
      ['GET /a?b?c HTTP/1.1', 'GET /a HTTP/1.1'],
      ['GET /a?\xa0b HTTP/1.1', 'GET /a HTTP/1.1'],
      ['GET http://b.test?c HTTP/1.1', 'GET http://b.test HTTP/1.1'],
      ['GET /a HTTP/1.1', 'GET /a HTTP/1.1'],
    ] as const)
      assert.equal(packed(line, { query: false }).line, kept);
    assert.equal(packed('GET http://b.test?c HTTP/1.1', { query: false }).target, '/');
  });
});
