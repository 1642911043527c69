import { BlockList, isIP } from 'node:net';
import { at } from '../config/at.ts';
import { ConfigError } from '../config/config-error.ts';
import type { AccessRule } from '../config/types.ts';

type Verdict = 'allow' | 'deny';

/** What rules say of a client's address, `unix:` for one of a unix socket; undefined where none fits. */
export type AddressRules = (remoteAddress: string) => Verdict | undefined;

/** Rules that follow one another and say the same: one look-up is enough for them. */
interface Group {
  readonly verdict: Verdict;
  readonly addresses: BlockList;
  all: boolean;
  unix: boolean;
}

/** Compiles nginx's `allow` and `deny`: the first rule that fits decides. @throws {@link ConfigError} */
export function compileAddressRules(rules: readonly AccessRule[]): AddressRules {
  const groups: Group[] = [];
  for (const [index, rule] of rules.entries()) {
    const verdict = rule.allow === undefined ? 'deny' : 'allow';
    const what = rule[verdict] ?? '';
    let group = groups.at(-1);
    if (group?.verdict !== verdict) {
      group = { verdict, addresses: new BlockList(), all: false, unix: false };
      groups.push(group);
    }
    const target = group;
    at([index, verdict], () => addRule(target, what));
  }
  return (remoteAddress) => {
    if (groups.length === 0) return undefined;
    // A link-local address comes with its interface.
    const address = remoteAddress.split('%', 1)[0] ?? '';
    const version = isIP(address);
    return groups.find((group) => group.all || fits(group, address, version))?.verdict;
  };
}

function fits({ addresses, unix }: Group, address: string, version: number): boolean {
  // An IPv4 address within IPv6 (::ffff:10.0.0.1) is looked up as the IPv4 address it is, as in nginx.
  return version === 0 ? unix && address === 'unix:' : addresses.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function addRule(group: Group, what: string): void {
  if (what === 'all') group.all = true;
  else if (what === 'unix:') group.unix = true;
  else addAddress(group.addresses, what);
}

function addAddress(addresses: BlockList, what: string): void {
  const [, address = '', digits] = /^([^/]+)(?:\/(\d+))?$/.exec(what) ?? [];
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  const prefix = digits === undefined ? bits : Number(digits);
  if (version === 0 || address.includes('%') || prefix > bits) {
    throw new ConfigError(
      `${JSON.stringify(what)} is no address; write all, unix:, an address, or a range such as 10.0.0.0/8 or 2001:db8::/32`,
    );
  }
  addresses.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4');
}
