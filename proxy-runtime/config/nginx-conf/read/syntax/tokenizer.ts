import { errorAt, type Place } from './directive.ts';

/** Words up to a `;` or `{`; or a `}`, which has none. */
export interface Statement extends Place {
  readonly words: readonly string[];
  readonly end: ';' | '{' | '}';
  readonly endLine: number;
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

/** nginx leaves a backslash before any other character as it is, so that regular expressions need no doubled ones. */
function unescape(raw: string): string {
  return raw.replaceAll(/\\(["'\\trn])/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

const SPACE = /[ \t\r\n]/;
/** A word without quotes; the brace of `${name}` does not end it, and a quote or `#` within it is one of its characters. */
const BARE_WORD = /(?:\\[^]|\$\{+|[^ \t\r\n;{\\])+\\?/y;
const QUOTED = { '"': /"((?:[^"\\]|\\[^])*)"/y, "'": /'((?:[^'\\]|\\[^])*)'/y } as const;

/**
 * Splits a configuration into statements as nginx does.
 *
 * @param endOfText - how nginx calls the end of what it reads: a parameter (`-g`) has no blocks
 * @throws ConfigError
 */
export function* readStatements(
  text: string,
  file: string,
  endOfText: 'file' | 'parameter' = 'file',
): Generator<Statement> {
  let index = 0;
  let line = 1;
  let start = 1;
  let words: string[] = [];

  const take = (end: number): string => {
    const taken = text.slice(index, end);
    line += taken.split('\n').length - 1;
    index = end;
    return taken;
  };

  const takeWord = (): string => {
    const quote = text[index];
    if (quote !== '"' && quote !== "'") {
      BARE_WORD.lastIndex = index;
      return BARE_WORD.test(text) ? unescape(take(BARE_WORD.lastIndex)) : take(index + 1);
    }
    const quoted = QUOTED[quote];
    quoted.lastIndex = index;
    const inside = quoted.exec(text)?.[1];
    if (inside === undefined) throw errorAt({ file, line }, `the string that begins here has no closing ${quote}`);
    take(quoted.lastIndex);
    const next = text[index];
    if (next !== undefined && !/[ \t\r\n;{)]/.test(next)) {
      throw errorAt({ file, line }, `unexpected "${next}" after the closing ${quote}`);
    }
    return unescape(inside);
  };

  while (index < text.length) {
    const next = text[index] ?? '';
    if (SPACE.test(next)) take(index + 1);
    else if (next === '#') take(endOfLine(text, index));
    else if (next === ';' || next === '{' || next === '}') {
      if ((words.length === 0) !== (next === '}')) throw errorAt({ file, line }, `unexpected "${next}"`);
      take(index + 1);
      yield { words, end: next, file, line: words.length === 0 ? line : start, endLine: line };
      words = [];
    } else {
      if (words.length === 0) start = line;
      words.push(takeWord());
    }
  }
  if (words.length > 0) {
    const expected = endOfText === 'file' ? '";" or "}"' : '";"';
    throw errorAt(
      { file, line },
      `unexpected end of ${endOfText}, expecting ${expected} after "${words.at(-1) ?? ''}"`,
    );
  }
}
