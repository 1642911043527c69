import type { HeaderLine, HeaderLines } from '../../../types.ts';

/** Header lines one after the other. */
export function toLines(lines: HeaderLines): HeaderLine[] {
  if (isList(lines)) return [...lines];
  return Object.entries(lines).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));
}

/** The same by name, where nothing is lost by it: neither the order nor how a name is written. */
export function toHeaderLines(lines: readonly HeaderLine[]): HeaderLines {
  const byName = new Map<string, string[]>();
  for (const { name, value } of lines) byName.set(name, [...(byName.get(name) ?? []), value]);
  const record = Object.fromEntries(
    [...byName].map(([name, values]) => [name, values.length === 1 ? values.join('') : values]),
  );
  const written = toLines(record);
  const same = lines.every(({ name, value }, index) => written[index]?.name === name && written[index].value === value);
  const names = new Set([...byName.keys()].map((name) => name.toLowerCase()));
  return same && names.size === byName.size ? record : lines;
}

function isList(lines: HeaderLines): lines is readonly HeaderLine[] {
  return Array.isArray(lines);
}
