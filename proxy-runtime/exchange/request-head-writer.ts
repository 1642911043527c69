import { headerValue } from '../http/header-value.ts';
import type { RequestContext } from './request-context.ts';

/** Client headers that stay on the client's side unless a `proxySetHeader` sends them. */
const DROPPED = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'te', 'keep-alive', 'expect', 'upgrade'],
  'proxy-connection',
]);

/** How the request's body is framed towards the backend. */
export type BodyFraming = { readonly length: number } | 'chunked' | undefined;

export interface WrittenHead {
  readonly text: string;
  /** False where the configuration asks the backend to close: its connection is then not kept. */
  readonly keepAlive: boolean;
}

/**
 * Writes the request's head for the backend, in nginx's order: Host, the set headers, the body's framing, then the client's headers as
 * they came, without those that were set or stay behind.
 */
export function writeRequestHead(context: RequestContext, target: string, framing: BodyFraming): WrittenHead {
  const { head, settings, method } = context;
  const { proxySetHeaderNames } = settings;
  const { host, lines, keepAlive } = setLines(context);
  const made = settings.proxyMethod === undefined ? '' : headerValue(settings.proxyMethod(context));
  let text = `${made || method} ${target} HTTP/${settings.proxyHttpVersion}\r\n`;
  if (host !== '') text += `Host: ${host}\r\n`;
  text += lines;
  if (framing === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
  else if (framing !== undefined) text += `Content-Length: ${framing.length}\r\n`;
  if (settings.proxyPassRequestHeaders) {
    text += head.headers.write(({ key }) => DROPPED.has(key) || proxySetHeaderNames.has(key));
  }
  return { text: `${text}\r\n`, keepAlive };
}

interface SetLines {
  /** '' for none, which only HTTP/1.0 can have. */
  readonly host: string;
  readonly lines: string;
  readonly keepAlive: boolean;
}

function setLines(context: RequestContext): SetLines {
  const { proxySetHeader, proxySetHeaderNames, proxyHttpVersion } = context.settings;
  let host = '';
  let keepAlive = true;
  let lines = '';
  for (const { name, key, value } of proxySetHeader) {
    const text = headerValue(value(context));
    if (text === '') continue;
    if (key === 'connection' && text.toLowerCase().includes('close')) keepAlive = false;
    if (key === 'host') host = text;
    // The body's framing is the proxy's own; a line of the configuration can't contradict it.
    else if (key !== 'content-length' && key !== 'transfer-encoding') lines += `${name}: ${text}\r\n`;
  }
  const needed = proxyHttpVersion === '1.1' || !proxySetHeaderNames.has('host');
  return { host: host || (needed ? (context.proxyPass?.host ?? '') : ''), lines, keepAlive };
}
