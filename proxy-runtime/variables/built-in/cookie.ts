import type { HeaderList } from '../../http/header-list.ts';

/** The value of a cookie of the request, found as nginx does: only `;` separates cookies, and names have no case. */
export function requestCookie(headers: HeaderList, name: string): string | undefined {
  for (const line of headers.all('cookie')) {
    for (const pair of line.split(/; */)) {
      const value = valueOf(pair, name);
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

/** The value of the first `Set-Cookie` of that name. */
export function responseCookie(headers: HeaderList, name: string): string | undefined {
  for (const line of headers.all('set-cookie')) {
    const value = valueOf(line.split(';', 1)[0] ?? '', name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The value in `name = value`. */
function valueOf(pair: string, name: string): string | undefined {
  if (pair.slice(0, name.length).toLowerCase() !== name) return undefined;
  return /^ *= *(.*)$/s.exec(pair.slice(name.length))?.[1];
}
