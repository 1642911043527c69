import { nodeCrypto } from '../../node/builtins.ts';
import type { Request } from '../../request/request.ts';
import { BAD_URI } from '../../http/uri.ts';
import { requestCookie } from './cookie.ts';
import { headerLines } from './header-lines.ts';
import { toSeconds } from './time.ts';
import { unlessEmpty, type PrefixVariables, type Variables } from './variable.ts';

/** What the client asked for. Where nginx holds no such text at all, which is not an empty one, a variable is not found. */
export const REQUEST_VARIABLES: Variables = {
  args: ({ uri }) => unlessEmpty(uri.args),
  content_length: ({ head, bodyLength }) => head.headers.get('content-length') ?? bodyLength?.toString(),
  content_type: ({ head }) => head.headers.joined('content-type'),
  document_uri: ({ uri }) => unlessEmpty(uri.path),
  host: ({ host }) => host,
  http_cookie: ({ head }) => headerLines(head.headers, 'cookie', '; '),
  is_args: ({ uri }) => (uri.args ? '?' : ''),
  pipe: ({ pipelined }) => (pipelined ? 'p' : '.'),
  proxy_add_x_forwarded_for: ({ head, client }) => {
    const before = head.headers.joined('x-forwarded-for');
    return before === undefined ? client.remoteAddress : `${before}, ${client.remoteAddress}`;
  },
  query_string: ({ uri }) => unlessEmpty(uri.args),
  remote_user: ({ head }) => basicUser(head.headers.get('authorization') ?? ''),
  request: ({ head }) => head.line,
  request_id: (request) => (request.id ??= nodeCrypto().randomBytes(16).toString('hex')),
  request_length: ({ requestLength }) => String(requestLength),
  request_method: ({ head }) => unlessEmpty(head.method),
  request_time: ({ startedAt }) => toSeconds(performance.now() - startedAt),
  request_uri: ({ head, uri }) => (uri === BAD_URI ? undefined : unlessEmpty(head.target)),
  server_name: ({ server }) => server.name,
  server_protocol: ({ head }) => protocol(head),
  uri: ({ uri }) => (uri === BAD_URI ? '' : unlessEmpty(uri.path)),
};

export const REQUEST_PREFIX_VARIABLES: PrefixVariables = {
  arg_: (name) => (request) => argument(request.uri.args ?? '', name),
  cookie_: (name) => (request) => requestCookie(request.head.headers, name),
  http_: (name) => (request) => headerLines(request.head.headers, name),
};

/** HTTP/0.9 has no word for itself, nor has a line that could not be read. */
function protocol({ version, line, method }: Request['head']): string | undefined {
  return version === 9 || method === '' ? undefined : / (HTTP\/\d+\.\d+ *)$/.exec(line)?.[1];
}

function argument(args: string, name: string): string | undefined {
  if (name === '') return undefined;
  for (const pair of args.split('&')) {
    if (pair[name.length] === '=' && pair.slice(0, name.length).toLowerCase() === name) {
      return pair.slice(name.length + 1);
    }
  }
  return undefined;
}

/** The user of `Basic` credentials; undefined without a user or password. */
function basicUser(authorization: string): string | undefined {
  const encoded = /^basic +([a-z0-9+/]+)(?:=.*)?$/is.exec(authorization)?.[1];
  if (encoded === undefined || encoded.length % 4 === 1) return undefined;
  const credentials = Buffer.from(encoded, 'base64').toString('latin1');
  const colon = credentials.indexOf(':');
  return colon > 0 ? credentials.slice(0, colon) : undefined;
}
