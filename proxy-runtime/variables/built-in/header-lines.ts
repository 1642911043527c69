import type { HeaderList } from '../../http/header-list.ts';

/** The values of all lines of a header, by the name it has in a variable: `x_forwarded_for`; undefined where there is none. */
export function headerLines(headers: HeaderList, name: string, separator = ', '): string | undefined {
  let value: string | undefined;
  for (let index = 0; index < headers.length; index++) {
    if (headers.names[index]?.variable !== name) continue;
    const line = headers.values[index] ?? '';
    value = value === undefined ? line : value + separator + line;
  }
  return value;
}
