import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { escapeUri, normalizeUri } from '../../../proxy-runtime/http/uri.ts';

const NORMALIZED: readonly (readonly [string, string, string?])[] = [
  ['/', '/'],
  ['/a/b', '/a/b'],
  ['/a?b', '/a', 'b'],
  ['/a?', '/a', ''],
  ['/a?b?c', '/a', 'b?c'],
  ['/a?b=%2e%2e/../x', '/a', 'b=%2e%2e/../x'],
  ['/a#b?c', '/a'],
  ['/a?b#c', '/a', 'b'],
  ['/a//b', '/a/b'],
  ['/a///b//', '/a/b/'],
  ['//', '/'],
  ['/a/./b/.', '/a/b/'],
  ['/a/../b', '/b'],
  ['/a/b/..', '/a/'],
  ['/a/b/../..', '/'],
  ['/%61', '/a'],
  ['/a%2Fb', '/a/b'],
  ['/a/%2e%2e/b', '/b'],
  ['/a/%2E%2E%2fb', '/b'],
  ['/a%2e%2e/b', '/a../b'],
  ['/a..b', '/a..b'],
  ['/...', '/...'],
  ['/.a', '/.a'],
  ['/a+b', '/a+b'],
  ['/a;b', '/a;b'],
  ['/%2561', '/%61'],
  ['/a%3Fb?c', '/a?b', 'c'],
  ['/a%23b', '/a#b'],
  ['/caf%C3%A9', '/caf\xc3\xa9'],
  ['/a%20b', '/a b'],
];

describe('a target', () => {
  for (const [target, path, args] of NORMALIZED) {
    test(`${target} is ${path}`, () =>
      assert.deepEqual(normalizeUri(target, true), { path, args, quoted: /^[^?#]*%/.test(target) }));
  }

  for (const target of [
    '/..',
    '/a/../..',
    '/%2e%2e',
    '/a/..%2f..',
    '//..',
    '/%00',
    '/a%0',
    '/a%',
    '/%zz',
    '/a/../../b',
  ]) {
    test(`${target} is refused`, () => assert.equal(normalizeUri(target, true), undefined));
  }

  test('keeps its slashes without mergeSlashes', () => {
    assert.equal(normalizeUri('/a//b', false)?.path, '/a//b');
    assert.equal(normalizeUri('/a//../b', false)?.path, '/a/b');
  });
});

describe('a path that goes back into a request line', () => {
  test("is escaped as nginx escapes it, and so can't be anything but a path", () => {
    assert.equal(escapeUri('/a b%?#\x00\r\n\x7f\xe9'), '/a%20b%25%3F%23%00%0D%0A%7F%E9');
    assert.equal(escapeUri('/a-._~!$&\'()*+,;=:@[]"<>{}|\\^`'), "/a-._~!$&'()*+,;=:@[]%22%3C%3E%7B%7D%7C%5C%5E%60");
  });
});
