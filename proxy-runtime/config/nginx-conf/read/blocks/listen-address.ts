import { isIPv6, SocketAddress } from 'node:net';
import { ConfigError } from '../../../config-error.ts';

/** An address to listen on. */
export interface Address {
  readonly address: number | string;
  readonly key: string;
}

/** Reads the address of a `listen`, or the addresses of a range of ports. @throws ConfigError */
export function readAddresses(text: string): Address[] {
  if (text.startsWith('unix:')) return [{ address: text, key: text }];
  const [, v6, name, portsAfterHost] = /^(?:\[([^\]]*)\]|([^:[\]/?]+))(?::([^]*))?$/.exec(text) ?? [];
  if (v6 === undefined && name === undefined) throw new ConfigError(`invalid host in ${JSON.stringify(text)}`);
  if (v6 !== undefined && !isIPv6(v6)) throw new ConfigError(`invalid IPv6 address in ${JSON.stringify(text)}`);
  const bare = portsAfterHost === undefined && name !== undefined && /^\d+(-\d+)?$/.test(name);
  const ports = readPorts(bare ? name : (portsAfterHost ?? '80'), text);
  if (bare || name === '*') return ports.map((port) => ({ address: port, key: `0.0.0.0:${port}` }));
  const host = v6 === undefined ? (name ?? '') : `[${v6}]`;
  const same =
    v6 === undefined ? host.toLowerCase() : `[${new SocketAddress({ address: v6, family: 'ipv6' }).address}]`;
  return ports.map((port) => ({ address: `${host}:${port}`, key: `${same}:${port}` }));
}

function readPorts(ports: string, text: string): number[] {
  const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(ports) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === '' || from < 1 || from > 65_535 || to < 1 || to > 65_535) {
    throw new ConfigError(`invalid port in ${JSON.stringify(text)}; a port is 1 to 65535`);
  }
  if (to < from) throw new ConfigError(`invalid port range in ${JSON.stringify(text)}`);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
