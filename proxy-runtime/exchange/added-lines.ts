import type { LocationSettings } from '../compile/settings/location-settings.ts';
import { headerValue } from '../http/header-value.ts';
import type { Request } from '../request/request.ts';

/** The statuses of nginx's `add_header` without `always`. */
const ORDINARY = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/** The header lines that `add_header` adds to a response. */
export function addedLines(request: Request, { addHeader }: LocationSettings, status: number): string {
  let text = '';
  for (const { name, value, always } of addHeader) {
    if (!always && !ORDINARY.has(status)) continue;
    const evaluated = headerValue(value(request));
    if (evaluated !== '') text += `${name}: ${evaluated}\r\n`;
  }
  return text;
}
