import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { captureNames, compileRegex } from '../../../proxy-runtime/routing/regex.ts';

/** What matches and what does not, as in nginx. */
const MATCHES: readonly (readonly [regex: string, matches: readonly string[], others: readonly string[]])[] = [
  [String.raw`\Aabc\z`, ['abc'], ['abc\n', 'xabc']],
  [String.raw`abc\Z`, ['abc', 'abc\n'], ['abcx']],
  ['abc$', ['abc', 'abc\n'], ['abc\n\n', 'abcx']],
  ['a.b', ['a.b', 'a\rb'], ['a\nb']],
  ['(?s)a.b', ['a\nb'], []],
  ['(?m)^b$', ['a\nb\nc', 'b'], ['a\nbc']],
  ['(?x) a b # c', ['ab'], ['a b']],
  ['(?i)ABC', ['abc', 'aBc'], []],
  ['^/(?i)ABC', ['/abc'], ['abc']],
  [String.raw`\x41\x{42}\x4g`, ['AB\x04g'], ['ABx4g']],
  [String.raw`\101\060\o{101}`, ['A0A'], []],
  [String.raw`\cA\e\a`, ['\x01\x1b\x07'], []],
  [String.raw`^\Q.+*\E+$`, ['.+*', '.+**'], ['.+']],
  [String.raw`a\K b`, ['a b'], ['ab']],
  [String.raw`^\h\H$`, ['\tx', '\xa0x'], ['x\t']],
  [String.raw`^a\Rb$`, ['a\r\nb', 'a\nb', 'a\x85b'], ['a\r\n\nb']],
  [String.raw`^\R\n`, ['\n\n', '\r\n\n'], ['\r\n']],
  [String.raw`^a\vb\Vc$`, ['a\nb.c'], ['a\tb.c']],
  [String.raw`^\N$`, ['\r'], ['\n']],
  [String.raw`^\s$`, ['\v', ' '], ['\xa0']],
  ['^[[:alpha:]]+$', ['aZ'], ['a1']],
  ['^[[:^alpha:]_x-]+$', ['1-x'], ['a']],
  ['^[[:punct:]]$', ['!', '~'], ['a', ' ']],
  ['^[]a]+$', ['a]'], ['b']],
  ['^[^]a]$', ['b'], [']']],
  [String.raw`^[\s\h]$`, ['\xa0', '\v'], ['x']],
  [String.raw`^[a\E-c]$`, ['b'], ['-']],
  ['[a++]b', ['+b'], ['b']],
  ['^a++b', ['aab'], ['aac']],
  ['^a++a', [], ['aa', 'aaa']],
  ['^a?+a$', ['aa'], ['a']],
  ['^a{1,2}+a$', ['aaa'], ['aa']],
  ['^a{,2}$', ['a{,2}'], ['aa']],
  ['(?#note)a(?#note)+b', ['aab'], []],
];

const REFUSED: readonly (readonly [regex: string, message: RegExp])[] = [
  ['(?>a+)b', /has \(\?>, which JavaScript's regular expressions don't have; write it without$/],
  ['(a|b)++c', /has the possessive \+\+ behind a group, /],
  ['a(?i)b', /has \(\?i\) for a part of the expression/],
  ['(?i:a)b', /has \(\?i:?\) for a part/],
  ['(?|a|b)', /has \(\?\|/],
  ['(?R)?a', /has \(\?R/],
  ['(a)?(?(1)b|c)', /has \(\?\(/],
  ['(*UTF8)a', /has \(\*UTF8\)/],
  [String.raw`\p{L}`, /has \\p in a place where it can't be/],
  [String.raw`\X`, /has \\X in a place/],
  [String.raw`(a)?\1`, /has \\1 to a group that may not have matched before/],
  [String.raw`(a|b(c)|d)*`, /has a repeated group that can match without its captures/],
  ['(a*)*', /has a repeated group that can match without its captures/],
  ['[[:foo:]]', /is no regular expression: \[:foo:\] is no class$/],
  ['[[.a.]]', /is no regular expression: \[\.a\.\] is no class/],
  ['[:alpha:]', /is no regular expression: a class such as \[:alpha:\] is one only within another$/],
  [String.raw`[\w-z]`, /is no regular expression: a range of a class must be from character to character$/],
  [String.raw`\j`, /is no regular expression: \\j means nothing$/],
  [String.raw`\x{141}`, /is no regular expression: the character \\x\{141\} is more than a byte$/],
  ['a\\', /is no regular expression: it ends with a backslash$/],
  ['(a', /is no regular expression: a \( has no \)$/],
  ['a)', /is no regular expression: a \) has no \($/],
  ['[a', /is no regular expression: a class has no closing \]$/],
  ['+a', /is no regular expression: there is nothing for \+ to repeat$/],
  ['a{2,1}', /is no regular expression: \{2,1\} has its numbers the wrong way round$/],
  ['(?<n>a)(?<N>b)', /is no regular expression: two of its groups are named N$/],
  ['[z-a]', /is no regular expression that JavaScript can match$/],
];

describe("PCRE's regular expressions", () => {
  for (const [regex, matches, others] of MATCHES) {
    test(regex, () => {
      const compiled = compileRegex(regex, false);
      for (const text of matches) assert.ok(compiled.test(text), JSON.stringify(text));
      for (const text of others) assert.ok(!compiled.test(text), JSON.stringify(text));
    });
  }

  test('keep the numbers and names of their groups; names have no case', () => {
    const found = compileRegex(String.raw`^(\d)(?:x)(?<Major>\d++)(?P<minor>\w)(?'Patch'.)\k<minor>(z)$`, false).exec(
      '1x23abaz',
    );
    assert.ok(found);
    assert.deepEqual(found.slice(1), ['1', '23', 'a', 'b', 'z']);
    assert.deepEqual({ ...found.groups }, { major: '23', minor: 'a', patch: 'b' });
    assert.deepEqual(captureNames(String.raw`(?<A>x)\(?<b>[(?<c>)](?P<D>y)`), ['a', 'd']);
  });

  test('are of bytes', () => {
    assert.ok(compileRegex('^/é+$', false).test('/\xc3\xa9\xa9'));
    assert.ok(compileRegex('^[é]$', false).test('\xc3'));
  });

  for (const [regex, message] of REFUSED) {
    test(`${regex} is refused`, () => {
      assert.throws(
        () => compileRegex(regex, false),
        (error: Error) => error.name === 'ConfigError' && !error.message.includes('\n') && message.test(error.message),
      );
    });
  }
});
