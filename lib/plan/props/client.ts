import { isIPv4, isIPv6 } from 'node:net';
import { PlanError } from '../errors/plan-error.ts';
import { described } from './described.ts';
import type { Kind } from './kind.ts';

/** Who may connect, told by the text: an address range, or the id of a prefix list or a security group. */
export interface Client {
  readonly type: 'ipv4' | 'ipv6' | 'prefixList' | 'securityGroup';
  readonly text: string;
}

const TYPES = ['ipv4', 'ipv6', 'prefixList', 'securityGroup'] as const;

/** Someone who may connect to the load balancer. */
export const client: Kind<Client> = {
  takes: 'an address range, prefix list or security group',
  read: (value, { setting }) => {
    const type = typeof value === 'string' ? typeOf(value) : undefined;
    if (typeof value === 'string' && type !== undefined) return { type, text: value };
    throw new PlanError(
      'WSPROXY_VALUE',
      `${setting} is ${described(value)}, which is no address range, prefix list or security group; ${wayOut(value)}`,
    );
  },
};

function typeOf(text: string): Client['type'] | undefined {
  const [address = '', bits = '', ...more] = text.split('/');
  const isRange = /^\d{1,3}$/.test(bits) && more.length === 0;
  const is: Readonly<Record<Client['type'], boolean>> = {
    ipv4: isRange && isIPv4(address) && Number(bits) <= 32,
    ipv6: isRange && isIPv6(address) && Number(bits) <= 128,
    prefixList: /^pl-[0-9a-z]+$/.test(text),
    securityGroup: /^sg-[0-9a-z]+$/.test(text),
  };
  return TYPES.find((type) => is[type]);
}

function wayOut(value: unknown): string {
  if (typeof value === 'string' && isIPv4(value)) return `write '${value}/32'`;
  if (typeof value === 'string' && isIPv6(value)) return `write '${value}/128'`;
  return "write '192.0.2.0/24', '2001:db8::/32', 'pl-…' or 'sg-…'";
}
