import type { HeaderLine, HeaderLines } from '../../../types.ts';
import { headerLines } from '../../../values/header-lines.ts';

/** Header lines by name, where nothing is lost by it: neither the order nor how a name is written. */
export function toHeaderLines(lines: readonly HeaderLine[]): HeaderLines {
  const byName = new Map<string, string[]>();
  for (const { name, value } of lines) byName.set(name, [...(byName.get(name) ?? []), value]);
  const record = Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.length === 1 ? values.join('') : values]),
  );
  const written = headerLines(record);
  const same = lines.every(({ name, value }, index) => written[index]?.name === name && written[index].value === value);
  const names = new Set([...byName.keys()].map((name) => name.toLowerCase()));
  return same && names.size === byName.size ? record : [...lines];
}
