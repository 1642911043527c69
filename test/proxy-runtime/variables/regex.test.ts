import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { captureNames, compileRegex } from '../../../proxy-runtime/variables/regex.ts';

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
  ['^(?>a+)b', ['aab'], ['ba', 'aa']],
  ['^(?>a|ab)c', ['ac'], ['abc']],
  ['^(?:a|ab)++c', ['aac'], ['abc']],
  ['^a(?i)b$', ['ab', 'aB'], ['AB']],
  ['^(?i:a)b$', ['ab', 'Ab'], ['aB']],
  ['^(a(?i)b|c)d$', ['aBd', 'Cd'], ['Abd', 'cD']],
  [String.raw`^(a)?\1b$`, ['aab'], ['b', 'ab']],
  [String.raw`^(?i)(a)\1$`, ['aA', 'Aa'], ['ab']],
  [String.raw`^(\w)\g{-1}$`, ['xx'], ['xy']],
  ['^(?i)[[:^upper:]]$', ['1'], ['a', 'A']],
  ['^(?=ab)+a(?!c)?b$', ['ab'], ['ac']],
  ['^(?=b){0}a$', ['a'], ['b']],
  ['^(?<=(a))*b$', ['b'], ['ab']],
];

/** What groups capture, as PCRE has it (and Perl); JavaScript would say something else, or is not asked. */
const CAPTURES: readonly (readonly [regex: string, text: string, captures: readonly (string | undefined)[] | null])[] =
  [
    ['^(a)?(;(b)?)*$', 'a;b;', ['a', ';', 'b']],
    ['^(?:(a)|(b)|(c))*$', 'cab', ['a', 'b', 'c']],
    ['^(a*)*', 'aab', ['']],
    ['^(a*)+', 'aab', ['']],
    ['^(?:|a)*(a*)', 'aa', ['aa']],
    ['^(a*?)?(a*)', 'aa', ['', 'aa']],
    ['^(?>(a+?)+)(a*)', 'aaa', ['a', '']],
    ['^(?=(a+))a', 'aaab', ['aaa']],
    ['^(?!(a)b)(a)', 'ac', [undefined, 'a']],
    ['(?<=(a)|(b))c', 'bc', [undefined, 'b']],
    [String.raw`^(?:(a)|b\1)+$`, 'aba', ['a']],
    [String.raw`^(?:b|(a)\1)+$`, 'baab', ['a']],
  ];

const REFUSED: readonly (readonly [regex: string, message: RegExp])[] = [
  ['(?|a|b)', /has \(\?\|, which is not supported here; write it without$/],
  ['(?<=a+)b', /is no regular expression: an assertion of what is before has no fixed length$/],
  ['a{65536}', /is no regular expression: \{65536\} repeats more than 65535 times$/],
  ['(?:a{9999}){99}', /is no regular expression: it is too large$/],
  [`${'('.repeat(251)}${')'.repeat(251)}`, /is no regular expression: its groups are nested more than 250 deep$/],
  ['(?R)?a', /has \(\?R/],
  ['(a)?(?(1)b|c)', /has \(\?\(/],
  ['(*UTF8)a', /has \(\*UTF8\)/],
  [String.raw`\p{L}`, /has \\p in a place where it can't be/],
  [String.raw`\X`, /has \\X in a place/],
  [String.raw`(a)\2`, /is no regular expression: there is no group 2 to refer to$/],
  [String.raw`\k<x>(?<x>a)`, /has \\k<x> before the group it refers to, /],
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
  [String.raw`\x{2,}`, /is no regular expression: it has \\x\{ without a hexadecimal number and a \}$/],
  [String.raw`[\x{g}]`, /is no regular expression: it has \\x\{ without a hexadecimal number and a \}$/],
  ['+a', /is no regular expression: there is nothing for \+ to repeat$/],
  ['a{2,1}', /is no regular expression: \{2,1\} has its numbers the wrong way round$/],
  ['(?<n>a)(?<N>b)', /is no regular expression: two of its groups are named N$/],
  ['[z-a]', /is no regular expression: a range of a class has its characters the wrong way round$/],
];

describe("PCRE's regular expressions", () => {
  for (const [regex, matches, others] of MATCHES) {
    test(regex, () => {
      const compiled = compileRegex(regex, false);
      for (const text of matches) assert.ok(compiled.exec(text) !== null, JSON.stringify(text));
      for (const text of others) assert.ok(compiled.exec(text) === null, JSON.stringify(text));
    });
  }

  test('keep the numbers and names of their groups; names have no case', () => {
    const found = compileRegex(String.raw`^(\d)(?:x)(?<Major>\d++)(?P<minor>\w)(?'Patch'.)\k<minor>(z)$`, false).exec(
      '1x23abaz',
    );
    assert.ok(found);
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((number) => found[number]),
      ['1', '23', 'a', 'b', 'z'],
    );
    assert.deepEqual({ ...found.groups }, { major: '23', minor: 'a', patch: 'b' });
    assert.deepEqual(captureNames(String.raw`(?<A>x)\(?<b>[(?<c>)](?P<D>y)`), ['a', 'd']);
  });

  for (const [regex, text, captures] of CAPTURES) {
    test(`${regex} captures of ${text} what PCRE does`, () => {
      const found = compileRegex(regex, false).exec(text);
      assert.deepEqual(found && captures?.map((_, index) => found[index + 1]), captures);
    });
  }

  test('capture the same in a short text and in one that is too long for going back', () => {
    const regex = compileRegex('^/(?<first>.*)/(.*)/(?<last>.*?)(x)?$', false);
    for (const length of [1, 50_000]) {
      const found = regex.exec(`/${'a/'.repeat(length)}b/c`);
      assert.ok(found);
      assert.deepEqual({ ...found.groups }, { first: '/a'.repeat(length).slice(1), last: 'c' });
      assert.deepEqual([found[2], found[4]], ['b', undefined]);
    }
  });

  test('that take more than PCRE allows say so in the words of nginx', () => {
    const text = `${'a'.repeat(50)}b`;
    assert.throws(() => compileRegex(String.raw`^(a+)+\1!`, false).exec(text), {
      name: 'MatchLimitError',
      message: String.raw`pcre2_match() failed: -47 on "${text}" using "^(a+)+\1!"`,
    });
    assert.throws(() => compileRegex('^(?:[a-z]{1,1000})+$', false).exec('a'.repeat(1_000_000)), /failed: -63 on /);
  });

  test('are of bytes', () => {
    assert.ok(compileRegex('^/é+$', false).exec('/\xc3\xa9\xa9'));
    assert.ok(compileRegex('^[é]$', false).exec('\xc3'));
    assert.equal(compileRegex(String.raw`^\xe9$`, true).exec('\xc9'), null);
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
