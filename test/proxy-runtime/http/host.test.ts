import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { normalizeHost } from '../../../proxy-runtime/http/host.ts';

describe('a host', () => {
  const hosts: readonly (readonly [string, string])[] = [
    ['Example.TEST', 'example.test'],
    ['example.test:8080', 'example.test'],
    ['example.test:', 'example.test'],
    ['example.test.', 'example.test'],
    ['example.test.:80', 'example.test'],
    ['127.0.0.1:80', '127.0.0.1'],
    ['[::1]', '[::1]'],
    ['[FE80::A]:80', '[fe80::a]'],
    ['a_b', 'a_b'],
    ['[v1.X]', '[v1.x]'],
    ['a:65535', 'a'],
  ];
  for (const [text, host] of hosts) test(`${text} is ${host}`, () => assert.equal(normalizeHost(text), host));

  for (const text of [
    '',
    '.',
    ':80',
    'a b',
    'a/b',
    'a..b',
    'a@b',
    'a\0',
    'a\t',
    'a:b',
    'a:80:80',
    '::1',
    '[::1',
    '[a/b]',
    'a:65536',
    'caf\xe9',
    'a\\b',
    'a"b',
  ]) {
    test(`${JSON.stringify(text)} is none`, () => assert.equal(normalizeHost(text), undefined));
  }
});
