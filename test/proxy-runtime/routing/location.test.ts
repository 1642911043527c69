import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileLocationKey, LocationTable, type CompiledKey } from '../../../proxy-runtime/routing/location.ts';

/** A location of a test: `in` holds those within it. */
interface TestLocation {
  readonly text: string;
  readonly key: CompiledKey;
  readonly nested: LocationTable<TestLocation> | undefined;
  readonly redirects: boolean;
}

type Tree = readonly (string | readonly [string, Tree])[];

function table(tree: Tree): LocationTable<TestLocation> {
  return new LocationTable(
    tree.map((entry) => {
      const [text, within] = typeof entry === 'string' ? [entry, undefined] : entry;
      return {
        text,
        key: compileLocationKey(text),
        nested: within && table(within),
        redirects: !text.includes('returns'),
      };
    }),
  );
}

/** What a path leads to, among locations with the given keys. */
function find(tree: Tree, path: string): string | undefined {
  const match = table(tree).find(path);
  return match?.redirectTo === undefined ? match?.location.text : `301 ${match.redirectTo}`;
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

  test('with a backend, = /chat/ is redirected to as well', () => {
    assert.equal(find(['/', '= /chat/'], '/chat'), '301 /chat/');
  });

  test('by name only is no location of a path', () => assert.equal(find(['@fallback'], '/@fallback'), undefined));
});

describe('a location within a location', () => {
  const tree: Tree = [
    ['/api/', ['/api/v1/', '= /api/x', '~ inner$']],
    ['^~ /quiet/', ['/quiet/a/']],
    ['~ ^/re', ['/re/deep/']],
    '~ outer$',
    '~ inner$',
  ];
  const found: readonly (readonly [string, string | undefined])[] = [
    ['/api/other', '/api/'],
    ['/api/v1/z', '/api/v1/'],
    ['/api/x', '= /api/x'],
    ['/api/v1', '301 /api/v1/'],
    ['/api/v1/inner', '~ inner$'],
    ['/api/v1/outer', '~ outer$'],
    ['/quiet/a/outer', '/quiet/a/'],
    ['/re/deep/x', '/re/deep/'],
    ['/rest', '~ ^/re'],
    ['/none', undefined],
  ];
  for (const [path, key] of found) test(`${path} is ${key ?? 'nowhere'}`, () => assert.equal(find(tree, path), key));

  test('its regular expressions come before those outside', () => {
    const inner = table(tree).find('/api/v1/inner');
    assert.equal(inner?.final, true);
    assert.equal(inner.match?.[0], 'inner');
  });
});
