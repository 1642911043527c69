import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseJsonText } from '../../../../proxy-runtime/config/text/json-text.ts';
import { place, TextError } from '../../../../proxy-runtime/config/text/parsed-text.ts';

describe('parseJsonText', () => {
  test('reads what JSON.parse reads, to the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        assert.deepEqual(parseJsonText(text).value, JSON.parse(text));
      }),
    );
  });

  test('takes comments, and commas at the end of a list', () => {
    const text = '// one\r\n{ /* two\n */ "a//": [1, 2, ], // three\n "b": { "c": "/* no */", }, }/**/';
    assert.deepEqual(parseJsonText(text).value, { 'a//': [1, 2], b: { c: '/* no */' } });
  });

  test('has a key named __proto__ like any other', () => {
    const value = parseJsonText('{ "__proto__": 1 }').value as object;
    assert.deepEqual(Object.keys(value), ['__proto__']);
  });

  test('knows where what has a key, or is in a list, begins; of what is not there, the nearest around it', () => {
    const text = '{\n  "a": [\n    1,\n    { "b": 2 }\n  ]\n}';
    const { offsetOf } = parseJsonText(text);
    const at = (...path: readonly unknown[]): string => place(text, offsetOf(path));
    assert.deepEqual([at(), at('a'), at('a', 0), at('a', 1, 'b')], ['1:1', '2:3', '3:5', '4:7']);
    assert.deepEqual([at('c'), at('a', 1, 'c', 'd')], ['1:1', '4:5']);
  });

  for (const [text, where, message] of [
    ['', '1:1', 'expected a value, but the text ends here'],
    ['{\n"a":\n', '3:1', 'expected a value, but the text ends here'],
    ['{ "a" 1 }', '1:7', 'expected : after a key, but found 1'],
    ['{ a: 1 }', '1:3', 'keys are in double quotes: "a"'],
    ["{ 'a': 1 }", '1:3', "expected a key in double quotes, but found '; strings are in double quotes"],
    ['[1\r\n2]', '2:1', 'expected , or ], but found 2'],
    ['{"a": 1 "b": 2}', '1:9', 'expected , or }, but found a string'],
    ['[,]', '1:2', 'expected a value, but found ,'],
    ['{"a": "b\n"}', '1:7', 'a string has no end in its line'],
    ['{"a": True}', '1:7', 'True is no value; write true'],
    ['{"a": http://b:80/}', '1:7', 'http://b:80/ is no value; strings are in double quotes'],
    [String.raw`["\x"]`, '1:2', String.raw`"\x" has an escape that JSON doesn't know, or a control character`],
    ['{} x', '1:4', 'expected the end of the text, but found x'],
    ['[] /* no end', '1:4', 'expected the end of the text, but found /'],
    ['['.repeat(100_000), '1:202', 'is more than 200 levels deep'],
  ] as const) {
    test(`refuses ${text.slice(0, 20)}`, () => assert.deepEqual(refusal(text), { where, message, path: [] }));
  }

  test('refuses a key that an object has twice, with both places', () => {
    assert.deepEqual(refusal('{ "a": [{}, {\n "b": 1,\n "b": 1 }] }'), {
      where: '3:2',
      message: 'is given twice, at 2:2 and at 3:2, and only one could count; leave one out',
      path: ['a', 1, 'b'],
    });
  });
});

function refusal(text: string): object {
  try {
    parseJsonText(text);
  } catch (error) {
    if (error instanceof TextError)
      return { where: place(text, error.offset), message: error.message, path: error.path };
    throw error;
  }
  return assert.fail('it was taken');
}
