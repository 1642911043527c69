import type { LocationSettings } from '../config/directives.ts';
import { headerValue } from '../http/header-value.ts';
import type { Request } from './request.ts';

/** Client headers that stay on the client's side unless a `proxySetHeader` sends them. */
const DROPPED = new Set([
  ...[
    'host',
    'connection',
    'content-length',
    'transfer-encoding',
    'te',
    'keep-alive',
    'expect',
    'upgrade',
    'proxy-connection',
  ],
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
export function writeRequestHead(
  request: Request,
  target: string,
  framing: BodyFraming,
  settings: LocationSettings,
): WrittenHead {
  const { head } = request;
  const { host, lines, names, keepAlive } = setLines(request, settings);
  let text = `${head.method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${lines}`;
  if (framing === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
  else if (framing !== undefined) text += `Content-Length: ${framing.length}\r\n`;
  const { headers } = head;
  for (let i = 0; i < headers.length; i++) {
    const key = headers.keys[i] ?? '';
    if (DROPPED.has(key) || names.has(key)) continue;
    text += `${headers.names[i] ?? ''}: ${headers.values[i] ?? ''}\r\n`;
  }
  return { text: `${text}\r\n`, keepAlive };
}

interface SetLines {
  readonly host: string;
  readonly lines: string;
  readonly names: ReadonlySet<string>;
  readonly keepAlive: boolean;
}

function setLines(request: Request, settings: LocationSettings): SetLines {
  let host = '';
  let keepAlive = true;
  let lines = '';
  const names = new Set<string>();
  for (const { name, value } of settings.proxySetHeader) {
    const key = name.toLowerCase();
    names.add(key);
    const text = headerValue(value(request));
    if (text === '') continue;
    if (key === 'connection' && text.toLowerCase().includes('close')) keepAlive = false;
    if (key === 'host') host = text;
    // The body's framing is the proxy's own; a line of the configuration can't contradict it.
    else if (key !== 'content-length' && key !== 'transfer-encoding') lines += `${name}: ${text}\r\n`;
  }
  return { host: host || (request.proxyPass?.host ?? ''), lines, names, keepAlive };
}
