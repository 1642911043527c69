import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { HeaderList } from '../http/header-list.ts';
import { serverName } from '../http/product.ts';

export type ClientConnectionHeader = 'keep-alive' | 'close' | 'upgrade';

/** A response head for the client, in nginx's order: its own lines first, then the rest as it came. */
export interface ResponseHeadParts {
  /** Code and reason. */
  readonly statusText: string;
  readonly contentType?: string | undefined;
  readonly contentLength?: number | undefined;
  readonly location?: string | undefined;
  readonly chunked?: boolean;
  readonly connection: ClientConnectionHeader;
  /** The backend's headers, where there is one. */
  readonly headers?: HeaderList;
  /** Lines of `add_header` and the like, with their line ends. */
  readonly added?: string;
}

/** Backend headers that are written in a place of their own, or that concern its connection only. */
const CONSUMED = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-type']);

export function writeResponseHead(parts: ResponseHeadParts, settings: LocationSettings): string {
  const { headers } = parts;
  let text = `HTTP/1.1 ${parts.statusText}\r\n`;
  if (!passed(headers, 'server', settings)) text += `Server: ${serverName(settings.serverTokens)}\r\n`;
  if (!passed(headers, 'date', settings)) text += `Date: ${httpDate()}\r\n`;
  if (parts.contentType) text += `Content-Type: ${parts.contentType}\r\n`;
  if (parts.contentLength !== undefined) text += `Content-Length: ${parts.contentLength}\r\n`;
  if (parts.location !== undefined) text += `Location: ${parts.location}\r\n`;
  if (parts.chunked === true) text += 'Transfer-Encoding: chunked\r\n';
  text += `Connection: ${parts.connection}\r\n`;
  if (parts.connection === 'keep-alive' && settings.keepaliveHeaderTimeout !== undefined) {
    text += `Keep-Alive: timeout=${Math.trunc(settings.keepaliveHeaderTimeout / 1000)}\r\n`;
  }
  if (headers !== undefined) text += passedLines(headers, settings);
  return `${text}${parts.added ?? ''}\r\n`;
}

/** An interim answer, of which the client gets what it would get of a final one. */
export function writeInterimHead(statusText: string, headers: HeaderList, settings: LocationSettings): string {
  return `HTTP/1.1 ${statusText}\r\n${passedLines(headers, settings)}\r\n`;
}

function passed(headers: HeaderList | undefined, key: string, settings: LocationSettings): boolean {
  return headers?.has(key) === true && !settings.hiddenHeaders.has(key);
}

function passedLines(headers: HeaderList, settings: LocationSettings): string {
  return headers.write(({ key }) => CONSUMED.has(key) || settings.hiddenHeaders.has(key));
}

let dateAt = 0;
let date = '';

/** The `Date` header's value, made once a second. */
function httpDate(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== dateAt) {
    dateAt = now;
    date = new Date(now * 1000).toUTCString();
  }
  return date;
}
