import fc from 'fast-check';

const CHARACTERS = ['a', 'b', 'A', '/', '.', String.raw`\w`, '[ab]', '[^a]', String.raw`[^/]`, String.raw`\n`, 'ab'];
const ASSERTIONS = [
  '$',
  '^',
  String.raw`\b`,
  String.raw`\B`,
  String.raw`\z`,
  String.raw`\Z`,
  '(?m:^)',
  '(?m:$)',
  '(?<=b)',
  '(?<![a/])',
];
const QUANTIFIERS = ['', '', '*', '+', '?', '*?', '+?', '??', '*+', '{2}', '{1,3}', '{0,2}?', '{2,}'];

/** Regular expressions of everything that is understood; few of them can refer to a group that is there. */
export const pattern: fc.Arbitrary<string> = fc
  .letrec<{ choice: string; sequence: string; part: string; group: string }>((tie) => ({
    choice: fc
      .array(tie('sequence'), { minLength: 1, maxLength: 3, depthIdentifier: 'pattern' })
      .map((alternatives) => alternatives.join('|')),
    sequence: fc.array(tie('part'), { maxLength: 4, depthIdentifier: 'pattern' }).map((parts) => parts.join('')),
    part: fc.oneof(
      { depthIdentifier: 'pattern', maxDepth: 4 },
      { weight: 5, arbitrary: repeated(fc.constantFrom(...CHARACTERS)) },
      { weight: 1, arbitrary: fc.constantFrom(...ASSERTIONS) },
      { weight: 3, arbitrary: repeated(tie('group')) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom('(?=', '(?!'), tie('choice')).map(([open, it]) => `${open}${it})`),
      },
    ),
    group: fc
      .tuple(fc.constantFrom('(', '(', '(?:', '(?i:', '(?>'), tie('choice'))
      .map(([open, choice]) => `${open}${choice})`),
  }))
  .choice.map((text) => text.replaceAll(/\+{3,}/g, '+'));

function repeated(part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(part, fc.constantFrom(...QUANTIFIERS)).map((both) => both.join(''));
}
