import { ConfigError } from '../../../config-error.ts';
import type { ListenConfig } from '../../../types.ts';
import { directives } from '../grammar/table.ts';
import type { Directive } from '../syntax/directive.ts';
import { readParameters, type Parameter } from '../values/parameters.ts';
import { number, oneOf, positive, seconds, size, valueOf } from '../values/values.ts';
import { readAddresses } from './listen-address.ts';
import type { HttpLevel } from '../grammar/values-of-levels.ts';

type Options = { -readonly [K in keyof Omit<ListenConfig, 'address'>]: ListenConfig[K] };

/** `listen ADDRESS [PARAMETER …]`. */
export const LISTEN = directives<HttpLevel>('repeated server', '1+', 'listen', (directive, level) => {
  const [text = '', ...args] = directive.args;
  const addresses = valueOf(directive, text, readAddresses);
  const { options, hasOptions } = readOptions(directive, args, level);
  for (const address of addresses) level.reading.listens.add({ ...address, ...options, hasOptions }, directive, level);
});

/** Parameters of the socket, which nginx takes for an address only once. */
const SOCKET: Readonly<Record<string, Parameter>> = {
  bind: () => undefined,
  'setfib=': number,
  'fastopen=': number,
  'backlog=': backlog,
  'rcvbuf=': size,
  'sndbuf=': size,
  'accept_filter=': () => undefined,
  deferred: () => undefined,
  reuseport: () => undefined,
  multipath: () => undefined,
};

function backlog(text: string): void {
  if (text !== '-1') positive(text);
}

function readOptions(
  directive: Directive,
  args: readonly string[],
  level: HttpLevel,
): { readonly options: Options; readonly hasOptions: boolean } {
  const options: Options = {};
  let socket: string | undefined;
  const setOnce = { done: false };
  const ofSocket = Object.entries(SOCKET).map(([name, read]): [string, Parameter] => [
    name,
    (value) => {
      read(value);
      socket ??= name;
      setOnce.done = true;
    },
  ]);
  const refused = (why: string) => (): never => {
    throw new ConfigError(why);
  };
  readParameters(directive, args, {
    default_server: () => (options.defaultServer = true),
    default: () => (options.defaultServer = true),
    ssl: () => (options.ssl = true),
    http2: () => level.notice(directive, 'http2 has no effect here: clients agree on HTTP/1.1, which WebSockets need'),
    quic: refused('quic is not here: HTTP/3 has no Upgrade; leave out this "listen", clients come over TCP'),
    proxy_protocol: refused('proxy_protocol is not here; let the load balancer send X-Forwarded-For instead'),
    'ipv6only=': (value) => {
      options.ipv6only = oneOf(['on', 'off'])(value);
      setOnce.done = true;
    },
    'so_keepalive=': (value) => {
      options.soKeepalive = readKeepalive(value, directive, level);
      setOnce.done = true;
    },
    ...Object.fromEntries(ofSocket),
  });
  if (socket !== undefined) {
    level.notice(
      directive,
      `${socket.replace('=', '')} concerns the system's socket, which is as the system makes it here`,
    );
  }
  return { options, hasOptions: setOnce.done };
}

/** `on`, `off` or `[idle]:[interval]:[count]`. */
function readKeepalive(text: string, directive: Directive, level: HttpLevel): ListenConfig['soKeepalive'] {
  if (text === 'on' || text === 'off') return text;
  const [idle = '', interval = '', count = '', ...more] = text.split(':');
  if (more.length > 0 || idle + interval + count === '')
    throw new ConfigError(`${JSON.stringify(text)} is no so_keepalive`);
  if (interval !== '') seconds(interval);
  if (count !== '') number(count);
  if (interval + count !== '') {
    level.notice(directive, "so_keepalive: interval and count are the system's here; only idle has an effect");
  }
  return idle === '' ? 'on' : { idle: seconds(idle) };
}
