import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { orderAddresses } from './order-addresses.ts';

/** Looks a name up as any program of this machine does. @param family - 4 or 6; 0 is both. @throws with Node's code */
export async function askSystem(host: string, family: 0 | 4 | 6 = 0): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const found = await lookup(host, { all: true, family });
  return orderAddresses(found.map(({ address }) => address));
}
