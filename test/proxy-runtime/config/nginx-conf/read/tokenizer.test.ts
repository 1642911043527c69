import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readStatements } from '../../../../../proxy-runtime/config/nginx-conf/read/syntax/tokenizer.ts';
import { complaintOf } from './support/read.ts';

function wordsOf(text: string): (readonly string[])[] {
  return [...readStatements(text, 'nginx.conf')].map(({ words, end }) => [...words, end]);
}

describe('nginx.conf as statements', () => {
  for (const [text, ...statements] of [
    ['listen 80;', ['listen', '80', ';']],
    ['  listen\t80\r\n;', ['listen', '80', ';']],
    ['a;b;', ['a', ';'], ['b', ';']],
    ['http { a b; }', ['http', '{'], ['a', 'b', ';'], ['}']],
    ['a{b;}', ['a', '{'], ['b', ';'], ['}']],
    [`return 200 'a"b;{}';`, ['return', '200', 'a"b;{}', ';']],
    [`return 200 "a'b # no comment";`, ['return', '200', "a'b # no comment", ';']],
    [`'' close;`, ['', 'close', ';']],
    ['a # comment ; {\nb;', ['a', 'b', ';']],
    ['# only a comment'],
    ['a b#c "d" #e\n;', ['a', 'b#c', 'd', ';']],
    ['a b"c d;', ['a', 'b"c', 'd', ';']],
    ['a b}c;', ['a', 'b}c', ';']],
    ['a ${host}b $c{', ['a', '${host}b', '$c', '{']],
    [String.raw`a \;b \{ \};`, ['a', String.raw`\;b`, String.raw`\{`, String.raw`\}`, ';']],
    [String.raw`a "\"\\\t\n\r\'" \d\.;`, ['a', '"\\\t\n\r\'', String.raw`\d\.`, ';']],
    [String.raw`~ \.php$ {`, ['~', String.raw`\.php$`, '{']],
    ['if ("a") {', ['if', '("a")', '{']],
    [`if ($a = "b") {`, ['if', '($a', '=', 'b', ')', '{']],
    ['a "x\ny" z;', ['a', 'x\ny', 'z', ';']],
  ] as const) {
    test(JSON.stringify(text), () => assert.deepEqual(wordsOf(text), statements));
  }

  test('whatever words are quoted, they come back', () => {
    const pieces = ['a', '"', "'", '\\', '$', '{', '}', ';', '#', ' ', '\n', '\t', 'é', '${', String.raw`\n`, '()', ''];
    const words = pieces.flatMap((first) => pieces.flatMap((second) => pieces.map((third) => first + second + third)));
    const quoted = words.map((word) => `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`);
    assert.deepEqual(wordsOf(`${quoted.join('\n')};`), [[...words, ';']]);
  });

  test('the lines where statements begin and end', () => {
    const statements = [...readStatements('\n# x\na\n  b\n;\n"c\nd" {\n}\n', 'nginx.conf')];
    assert.deepEqual(
      statements.map(({ line, endLine }) => [line, endLine]),
      [
        [3, 5],
        [6, 7],
        [8, 8],
      ],
    );
  });

  for (const [text, message] of [
    [';', 'nginx.conf:1: unexpected ";"'],
    ['\n{', 'nginx.conf:2: unexpected "{"'],
    ['a }', 'nginx.conf:1: unexpected "}"'],
    ['a "b"c;', 'nginx.conf:1: unexpected "c" after the closing "'],
    ['a "b"#c;', 'nginx.conf:1: unexpected "#" after the closing "'],
    ['\na "b\n', 'nginx.conf:2: the string that begins here has no closing "'],
    ["a 'b", "nginx.conf:1: the string that begins here has no closing '"],
    ['a b', 'nginx.conf:1: unexpected end of file, expecting ";" or "}" after "b"'],
    ['a;\nb "c"', 'nginx.conf:2: unexpected end of file, expecting ";" or "}" after "c"'],
    ['a \\', String.raw`nginx.conf:1: unexpected end of file, expecting ";" or "}" after "\"`],
  ] as const) {
    test(`${JSON.stringify(text)} is refused`, () =>
      assert.equal(
        complaintOf(() => wordsOf(text)),
        message,
      ));
  }
});
