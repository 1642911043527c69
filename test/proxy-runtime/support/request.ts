import { HeaderList } from '../../../proxy-runtime/http/header-list.ts';
import type { Attempt } from '../../../proxy-runtime/request/attempt.ts';
import { noOutcome } from '../../../proxy-runtime/request/outcome.ts';
import type { ClientInfo, Request, TlsInfo } from '../../../proxy-runtime/request/request.ts';
import { RequestValues } from '../../../proxy-runtime/request/request-values.ts';

type Lines = readonly (readonly [name: string, value: string])[];

/** What a test says of a request; the rest is that of `GET / HTTP/1.1` from 127.0.0.1. */
export interface RequestDetails {
  readonly line?: string;
  readonly version?: Request['head']['version'];
  readonly headers?: Lines;
  readonly path?: string;
  readonly args?: string | undefined;
  readonly host?: string;
  readonly client?: Partial<ClientInfo>;
  readonly outcome?: Partial<Request['outcome']>;
  readonly sent?: Lines;
  readonly attempts?: readonly Partial<Attempt>[];
  readonly upstreamHeaders?: Lines;
  readonly proxyPass?: Partial<NonNullable<Request['proxyPass']>>;
  readonly serverName?: string;
  readonly startedAt?: number;
  readonly requestLength?: number;
  readonly pipelined?: boolean;
}

/** A request for the parts that only look at one. */
export function makeRequest(details: RequestDetails = {}): Request {
  const { line = 'GET / HTTP/1.1', sent, upstreamHeaders } = details;
  const [method = '', target = ''] = line.split(' ');
  const request: Record<keyof Request | 'pipelined', unknown> = {
    client: {
      remoteAddress: '127.0.0.1',
      remotePort: 4321,
      localAddress: '127.0.0.2',
      localPort: 8080,
      requests: 1,
      number: 7,
      openedAt: performance.now(),
      tls: undefined,
      ...details.client,
    },
    head: {
      method,
      line,
      target,
      authority: undefined,
      version: details.version ?? 11,
      headers: headerList(details.headers ?? []),
      contentLength: undefined,
      chunked: false,
      length: line.length,
    },
    uri: { path: details.path ?? '/', args: details.args },
    host: details.host ?? 'example.test',
    server: { name: details.serverName ?? 'example.test' },
    proxyPass: details.proxyPass,
    bodyLength: undefined,
    alert: () => undefined,
    startedAt: details.startedAt ?? performance.now(),
    values: new RequestValues(),
    outcome: { ...noOutcome(), headers: sent && headOf(sent), ...details.outcome },
    requestLength: details.requestLength ?? line.length,
    attempts: details.attempts ?? [],
    upstreamHeaders: upstreamHeaders && headerList(upstreamHeaders),
    id: undefined,
    pipelined: details.pipelined ?? false,
  };
  // A whole server block is more than these parts look at.
  return request as unknown as Request;
}

function headOf(lines: Lines): string {
  return `HTTP/1.1 200 OK\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

function headerList(lines: Lines): HeaderList {
  const list = new HeaderList();
  for (const [name, value] of lines) list.add(name, value);
  return list;
}

export function tlsInfo(details: Partial<TlsInfo> = {}): TlsInfo {
  return {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    serverName: '',
    sessionReused: false,
    clientVerify: 'NONE',
    clientSubject: '',
    clientIssuer: '',
    clientSerial: '',
    clientFingerprint: '',
    clientCertificate: '',
    ...details,
  };
}
