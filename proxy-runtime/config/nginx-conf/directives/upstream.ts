import type { UPSTREAM } from '../../directives/upstream.ts';
import type { Balancer, UpstreamDirectives } from '../../types.ts';
import type { ReadForm } from './form.ts';
import type { Forms } from './form.ts';
import type { UpstreamLevel } from '../read/grammar/values-of-levels.ts';
import type { Directive } from '../read/syntax/directive.ts';
import { scalar } from '../read/values/scalar.ts';
import { number, oneOf, requests, valueOf } from '../read/values/values.ts';
import { directive } from '../write/syntax/line.ts';

/** The directives of an upstream block. */
export const UPSTREAM_FORMS: Forms<UpstreamDirectives, typeof UPSTREAM, UpstreamLevel> = {
  balancer: {
    directives: {
      least_conn: balancer('0', () => 'least_conn'),
      ip_hash: balancer('0', () => 'ip_hash'),
      hash: balancer('1-2', (directive) => {
        const [hash = '', consistent] = directive.args;
        if (consistent !== undefined) valueOf(directive, consistent, oneOf(['consistent']));
        return { hash, ...(consistent === undefined ? {} : { consistent: true }) };
      }),
      random: balancer('0-2', (directive) => {
        const [two, method] = directive.args;
        if (two !== undefined) valueOf(directive, two, oneOf(['two']));
        // least_time= is commercial, and least_conn what two means anyway.
        if (method !== undefined) valueOf(directive, method, oneOf(['least_conn']));
        return { random: two === undefined ? 'one' : 'two' };
      }),
    },
    write: (value) => {
      if (typeof value === 'string') return [directive(value)];
      if ('hash' in value) return [directive('hash', value.hash, ...(value.consistent === true ? ['consistent'] : []))];
      return [directive('random', ...(value.random === 'two' ? ['two'] : []))];
    },
  },
  keepalive: {
    read: {
      args: '1-2',
      read: (directive, level) => {
        const [connections = '', local] = directive.args;
        if (local !== undefined) valueOf(directive, local, oneOf(['local']));
        level.put('keepalive', valueOf(directive, connections, number), directive);
      },
    },
  },
  keepaliveRequests: { read: { args: '1', read: scalar(requests) } },
};

function balancer(
  args: ReadForm<UpstreamLevel>['args'],
  read: (directive: Directive) => Balancer,
): ReadForm<UpstreamLevel> {
  return {
    args,
    repeats: true,
    read: (directive, level) => {
      const value = read(directive);
      if (level.values.balancer !== undefined)
        level.notice(directive, 'redefines the load balancing method; this one counts');
      level.put('balancer', value, directive);
    },
  };
}
