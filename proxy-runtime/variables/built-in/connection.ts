import { isIPv6 } from 'node:net';
import type { Request } from '../../request/request.ts';
import type { Variables } from './variable.ts';
import { toSeconds } from './time.ts';

/** The client's connection and the address it came to. */
export const CONNECTION_VARIABLES: Variables = {
  binary_remote_addr: ({ client }) => binaryAddress(client.remoteAddress),
  connection: ({ client }) => String(client.number),
  connection_requests: ({ client }) => String(client.requests),
  connection_time: ({ client }) => toSeconds(performance.now() - client.openedAt),
  https: ({ client }) => (client.tls === undefined ? '' : 'on'),
  remote_addr: ({ client }) => client.remoteAddress,
  remote_port: ({ client }) => port(client.remotePort),
  scheme: ({ client }) => schemeOf(client),
  server_addr: ({ client }) => client.localAddress,
  server_port: ({ client }) => port(client.localPort),
};

function schemeOf({ tls }: Request['client']): string {
  return tls === undefined ? 'http' : 'https';
}

function port(number: number | undefined): string {
  return number === undefined ? '' : String(number);
}

/** The 4 or 16 bytes of an address, one character a byte; what is none, such as `unix:`, is left as it is. */
export function binaryAddress(address: string): string {
  if (isIPv6(address)) return ipv6Bytes(address.split('%', 1)[0] ?? '');
  const numbers = address.split('.');
  return numbers.length === 4 ? String.fromCharCode(...numbers.map(Number)) : address;
}

function ipv6Bytes(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = groupBytes(head);
  const after = groupBytes(tail ?? '');
  return before + '\0'.repeat(16 - before.length - after.length) + after;
}

function groupBytes(groups: string): string {
  if (groups === '') return '';
  return groups
    .split(':')
    .map((group) => {
      if (group.includes('.')) return binaryAddress(group);
      const number = Number.parseInt(group, 16);
      return String.fromCharCode(number >> 8, number & 0xff);
    })
    .join('');
}
