import type { HeaderList } from './header-list.ts';
import { headerName } from './header-name.ts';

export interface HeaderLineRules {
  readonly underscoresInHeaders: boolean;
  readonly ignoreInvalidHeaders: boolean;
}

/** For a backend's headers: every name is passed on. */
export const ANY_NAME: HeaderLineRules = { underscoresInHeaders: true, ignoreInvalidHeaders: false };

const SPACE = 0x20;

/**
 * Reads the header line at `start` to `end` (without its line end) by nginx's rules, which are the same for requests and responses.
 *
 * @param headers - gets it, unless nginx drops it for its invalid name
 * @returns false for a line that refuses the whole head
 */
export function readHeaderLine(
  text: string,
  start: number,
  end: number,
  { underscoresInHeaders, ignoreInvalidHeaders }: HeaderLineRules,
  headers: HeaderList,
): boolean {
  const colon = text.indexOf(':', start);
  const nameEnd = colon < 0 || colon > end ? end : colon;
  const name = headerName(text.slice(start, nameEnd));
  if (!name.possible) return false;
  const value = trimmed(text, Math.min(nameEnd + 1, end), end);
  if (value.includes('\0') || value.includes('\r')) return false;
  const valid = underscoresInHeaders ? name.plainOrUnderscores : name.plain;
  if (valid || !ignoreInvalidHeaders) headers.add(name, value);
  return true;
}

/** nginx trims spaces only; a tab is data. */
export function trimSpaces(text: string): string {
  return trimmed(text, 0, text.length);
}

function trimmed(text: string, start: number, end: number): string {
  while (start < end && text.charCodeAt(start) === SPACE) start++;
  while (end > start && text.charCodeAt(end - 1) === SPACE) end--;
  return text.slice(start, end);
}
