import { isIP, isIPv6 } from 'node:net';

/** A server of `resolver`. */
export interface DnsServer {
  /** An IP address, or a name. */
  readonly host: string;
  readonly port: number;
}

/** @returns undefined for what is neither an address nor a name, with or without a port */
export function parseDnsServer(text: string): DnsServer | undefined {
  if (isIPv6(text)) return { host: text, port: 53 };
  const [, v6, name, digits = '53'] = /^(?:\[(.+)\]|([^:[\]/\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = Number(digits);
  const host = v6 ?? name ?? '';
  const known = v6 === undefined ? isIP(host) !== 0 || NAME.test(host) : isIPv6(host);
  return known && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

/** Whose last part is no number: that would be an address with a mistake in it. */
const NAME = /^(?:[\w-]+\.)*[\w-]*[a-z_-][\w-]*\.?$/i;
