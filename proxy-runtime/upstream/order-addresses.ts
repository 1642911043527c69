import { isIPv6 } from 'node:net';

/** Each address once, IPv4 first, in an order that does not change from answer to answer: hashes count on it. */
export function orderAddresses(addresses: readonly string[]): readonly string[] {
  const [v4, v6] = [false, true].map((wanted) => addresses.filter((address) => isIPv6(address) === wanted).sort());
  return [...new Set([...(v4 ?? []), ...(v6 ?? [])])];
}
