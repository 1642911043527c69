import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileLocationKey } from '../../../proxy-runtime/routing/location.ts';
import { parseProxyPass, type ProxyTarget } from '../../../proxy-runtime/config/values/proxy-url.ts';
import { backendTarget } from '../../../proxy-runtime/routing/proxy-pass.ts';
import { normalizeUri } from '../../../proxy-runtime/http/uri.ts';

const ROOT = compileLocationKey('/');

describe('a proxyPass', () => {
  const passes: readonly (readonly [string, ProxyTarget])[] = [
    ['http://a', { scheme: 'http', target: 'a', host: 'a', port: 80, uri: undefined }],
    ['http://a:80', { scheme: 'http', target: 'a:80', host: 'a', port: 80, uri: undefined }],
    ['http://a:8080', { scheme: 'http', target: 'a:8080', host: 'a:8080', port: 8080, uri: undefined }],
    ['http://a:443/', { scheme: 'http', target: 'a:443', host: 'a:443', port: 443, uri: '/' }],
    ['https://a:443/b/c', { scheme: 'https', target: 'a:443', host: 'a', port: 443, uri: '/b/c' }],
    ['https://a', { scheme: 'https', target: 'a', host: 'a', port: 443, uri: undefined }],
    ['http://[::1]:3000', { scheme: 'http', target: '[::1]:3000', host: '[::1]:3000', port: 3000, uri: undefined }],
    [
      'http://unix:/run/x.sock',
      { scheme: 'http', target: 'unix:/run/x.sock', host: 'localhost', port: 80, uri: undefined },
    ],
    [
      'http://unix:/run/x.sock:/b/',
      { scheme: 'http', target: 'unix:/run/x.sock', host: 'localhost', port: 80, uri: '/b/' },
    ],
  ];
  for (const [text, pass] of passes) test(text, () => assert.deepEqual(parseProxyPass(text, ROOT), pass));
});

describe('the target of the request to the backend', () => {
  const target = (pass: string, location: string, raw: string): string => {
    const key = compileLocationKey(location);
    const uri = normalizeUri(raw, true);
    assert.ok(uri);
    return backendTarget(parseProxyPass(pass, key), false, key, uri, raw);
  };

  for (const raw of ['/name/a//b/../c?q=1', '/name/%2F%20%41', '/name/..%2e', '/name/#x', '/name/?']) {
    test(`without a URI part is the client's, byte for byte: ${raw}`, () =>
      assert.equal(target('http://b', '/name/', raw), raw));
  }

  const rewritten: readonly (readonly [string, string, string, string])[] = [
    ['http://b/remote/', '/name/', '/name/a//b/../c?q=1', '/remote/a/c?q=1'],
    ['http://b/remote/', '/name/', '/name/a%2Fb', '/remote/a/b'],
    ['http://b/remote/', '/name/', '/name/a%20b', '/remote/a%20b'],
    ['http://b/remote/', '/name/', '/name/?', '/remote/'],
    ['http://b/remote/', '/name/', '/name/x?a=%20', '/remote/x?a=%20'],
    ['http://b/remote/', '/name/', '/name/caf%C3%A9', '/remote/caf%C3%A9'],
    ['http://b/remote/', '/name/', '/name/a%3Fb%23c%25', '/remote/a%3Fb%23c%25'],
    ['http://b/remote/', '/name/', '/name/a%0d%0aEvil:%20x', '/remote/a%0D%0AEvil:%20x'],
    ['http://b/remote', '/name', '/namex', '/remotex'],
    ['http://b/', '/t', '/t/x', '//x'],
    ['http://b/', '/', '/x', '/x'],
    ['http://b/remote/', '/name/', '/name/"\x80', '/remote/"\x80'],
    ['http://b/remote/', '/name/', '/name/"\x80%20', '/remote/%22%80%20'],
    ['http://b/remote/', '/name/', '/name/"?%20', '/remote/"?%20'],
    ['http://b/exact', '= /name', '/name?a', '/exact?a'],
  ];
  for (const [pass, location, raw, to] of rewritten) {
    test(`with ${pass} in ${location}, ${raw} is ${to}`, () => assert.equal(target(pass, location, raw), to));
  }

  const X = { path: '/x', args: 'q', quoted: false };
  test('of a URL with variables is its URI part, and nothing of the client', () => {
    const dynamic = { scheme: 'http', target: 'b', host: 'b', port: 80, uri: '/fixed' } as const;
    assert.equal(backendTarget(dynamic, true, ROOT, X, '/x?q'), '/fixed');
    assert.equal(backendTarget({ ...dynamic, uri: undefined }, true, ROOT, X, '/x?q'), '/x?q');
  });

  test('of a request of our own is escaped anew', () => {
    const pass = parseProxyPass('http://b', ROOT);
    assert.equal(backendTarget(pass, false, ROOT, { path: '/a b', args: 'c', quoted: false }, undefined), '/a%20b?c');
  });
});
