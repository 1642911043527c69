import { compileTemplate, type Evaluate, type FindVariable } from '../variables/template.ts';
import { at } from '../config/at.ts';
import type { Balancer } from '../config/types.ts';

/** How an upstream chooses its server, ready to use. */
export type BalancerSettings =
  | { readonly kind: 'round_robin' | 'least_conn' | 'ip_hash' }
  | { readonly kind: 'hash'; readonly key: Evaluate; readonly consistent: boolean }
  | { readonly kind: 'random'; readonly two: boolean };

/** @throws {@link ConfigError} for a key with a variable that does not exist */
export function compileBalancer(balancer: Balancer | undefined, find: FindVariable): BalancerSettings {
  if (balancer === undefined) return { kind: 'round_robin' };
  if (typeof balancer === 'string') return { kind: balancer };
  if ('random' in balancer) return { kind: 'random', two: balancer.random === 'two' };
  const key = at(['hash'], () => compileTemplate(balancer.hash, find));
  return { kind: 'hash', key, consistent: balancer.consistent ?? false };
}

/** Whether servers may be `backup`: nginx allows it only where the next server is not bound to be a certain one. */
export function takesBackups({ kind }: BalancerSettings): boolean {
  return kind === 'round_robin' || kind === 'least_conn';
}
