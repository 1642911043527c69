import type { HeaderLine, HeaderLines } from '../types.ts';
import { isList } from './list.ts';

/** Both forms of `HeaderLines` as one list. */
export function headerLines(lines: HeaderLines): readonly HeaderLine[] {
  if (isList(lines)) return lines;
  return Object.entries(lines).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));
}
