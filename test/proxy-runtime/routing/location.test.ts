import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LocationTable, parseLocationKey } from '../../../proxy-runtime/routing/location.ts';

/** What a path leads to, among locations with the given keys. */
function find(keys: readonly string[], path: string): string | undefined {
  const locations = keys.map((text) => ({ text, key: parseLocationKey(text) }));
  const match = new LocationTable(locations, ({ text }) => !text.includes('returns')).find(path);
  if (match === undefined) return undefined;
  return 'redirectTo' in match ? `301 ${match.redirectTo}` : match.location.text;
}

describe('the location of a path', () => {
  const keys = ['/', '/a/', '/a/b', '= /a/b/c', '^~ /static/', String.raw`~ \.php$`, String.raw`~* \.GIF$`, '= /'];
  const found: readonly (readonly [string, string])[] = [
    ['/', '= /'],
    ['/x', '/'],
    ['/a/x', '/a/'],
    ['/a/bx', '/a/b'],
    ['/a/b/c', '= /a/b/c'],
    ['/a/b/cd', '/a/b'],
    ['/A/', '/'],
    ['/x.php', String.raw`~ \.php$`],
    ['/a/b/x.php', String.raw`~ \.php$`],
    ['/x.PHP', '/'],
    ['/x.gif', String.raw`~* \.GIF$`],
    ['/static/x.php', '^~ /static/'],
    ['/a', '301 /a/'],
    ['/static', '301 /static/'],
  ];
  for (const [path, key] of found) test(`${path} is ${key}`, () => assert.equal(find(keys, path), key));

  test('is none where nothing matches', () => assert.equal(find(['/a/'], '/b'), undefined));

  test('of two regular expressions is the first', () => {
    assert.equal(find(['~ ^/a', '~ ^/ab'], '/abc'), '~ ^/a');
    assert.equal(find(['~ ^/ab', '~ ^/a'], '/abc'), '~ ^/ab');
  });

  test('is not redirected to where the path has a location of its own, or the target answers itself', () => {
    assert.equal(find(['/', '/chat/', '/chat'], '/chat'), '/chat');
    assert.equal(find(['/', '/chat/', '= /chat'], '/chat'), '= /chat');
    assert.equal(find(['/', '/returns/'], '/returns'), '/');
  });

  test('is redirected to before regular expressions are asked', () => {
    assert.equal(find(['~ .', '/chat/'], '/chat'), '301 /chat/');
  });

  test('does not depend on the order of prefixes', () => {
    assert.equal(find(['/a/b', '/a/', '/'], '/a/bc'), '/a/b');
    assert.equal(find(['/', '/a/', '/a/b'], '/a/bc'), '/a/b');
  });
});
