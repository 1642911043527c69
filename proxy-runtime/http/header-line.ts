/** One header line: `name` is undefined for a line nginx drops for its invalid name; `undefined` is a line that refuses the whole head. */
export interface HeaderLine {
  readonly name: string | undefined;
  readonly value: string;
}

export interface HeaderLineRules {
  readonly underscoresInHeaders: boolean;
  readonly ignoreInvalidHeaders: boolean;
}

const PLAIN_NAME = /^[A-Za-z0-9-]+$/;
const NAME_WITH_UNDERSCORES = /^[A-Za-z0-9_-]+$/;

const BAD_IN_NAME = /[\0-\x20\x7f]/;

/** Reads a header line (without its line end) by nginx's rules, which are the same for requests and responses. */
export function parseHeaderLine(line: string, rules: HeaderLineRules): HeaderLine | undefined {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  if (name === '' || BAD_IN_NAME.test(name)) return undefined;
  const value = colon < 0 ? '' : trimSpaces(line.slice(colon + 1));
  if (value.includes('\0') || value.includes('\r')) return undefined;
  const valid = rules.underscoresInHeaders ? NAME_WITH_UNDERSCORES : PLAIN_NAME;
  return { name: !rules.ignoreInvalidHeaders || valid.test(name) ? name : undefined, value };
}

/** nginx trims spaces only; a tab is data. */
export function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) === 0x20) end--;
  return text.slice(start, end);
}
