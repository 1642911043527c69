import { ConfigError } from '../../../config-error.ts';
import type { ResolverConfig } from '../../../types.ts';
import type { Directive } from '../syntax/directive.ts';
import { errorAt } from '../syntax/directive.ts';
import { oneOf, seconds, valueOf } from '../values/values.ts';

const FLAG = oneOf(['on', 'off']);

/** `resolver ADDRESS … [valid=TIME] [ipv4=on|off] [ipv6=on|off]`. @throws ConfigError */
export function readResolver(directive: Directive): ResolverConfig {
  const addresses: string[] = [];
  const options: { valid?: string; ipv4?: 'on' | 'off'; ipv6?: 'on' | 'off' } = {};
  for (const arg of directive.args) {
    const [, name, value = ''] = /^(valid|ipv4|ipv6|status_zone)=([^]*)$/.exec(arg) ?? [];
    if (name === undefined) addresses.push(arg);
    else if (name === 'valid') options.valid = valueOf(directive, value, seconds);
    else if (name === 'status_zone') throw statusZone(directive);
    else options[name as 'ipv4' | 'ipv6'] = valueOf(directive, value, FLAG);
  }
  if (options.ipv4 === 'off' && options.ipv6 === 'off') {
    throw errorAt(directive, '"resolver": ipv4 and ipv6 can not both be off');
  }
  if (addresses.length === 0) throw errorAt(directive, '"resolver": no name servers defined; write their addresses');
  return { addresses, ...options };
}

function statusZone(directive: Directive): ConfigError {
  return errorAt(directive, '"resolver": status_zone= is commercial nginx\'s; leave it out');
}
