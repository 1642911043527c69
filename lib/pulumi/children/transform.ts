import * as pulumi from '@pulumi/pulumi';
import { PlanError } from '../../plan/index.ts';

/**
 * What to change about a child of a component before it is created: arguments that take the place of the component's own, or a function
 * that changes the arguments and options it is given.
 *
 * @example
 * { transform: { service: { platformVersion: '1.4.0' } } }
 * @example
 * { transform: { loadBalancer: (args, opts) => { args.accessLogs = { bucket: logs.id, enabled: true }; opts.protect = true; } } }
 */
export type Transform<A extends object> =
  Partial<A> | ((args: A, opts: pulumi.CustomResourceOptions, name: string) => void);

/** Arguments and options of a child with the user's changes; the originals stay as they are. */
export function transformed<A extends object>(
  transform: Transform<A> | undefined,
  name: string,
  args: A,
  opts: pulumi.CustomResourceOptions,
): { readonly args: A; readonly opts: pulumi.CustomResourceOptions } {
  if (typeof transform !== 'function') return { args: { ...args, ...transform }, opts };
  // Its own dependencies stay; those of the transform are added.
  const { dependsOn, ...own } = opts;
  const copies = { args: { ...args }, opts: own };
  const change: (args: A, opts: pulumi.CustomResourceOptions, name: string) => unknown = transform;
  const returned = change(copies.args, copies.opts, name);
  if (returned !== undefined) {
    throw new PlanError(
      'WSPROXY_TRANSFORM',
      `the transform of ${name} returns something, but what counts is what it changes; change args and opts, and return nothing`,
    );
  }
  return {
    args: copies.args,
    opts: dependsOn === undefined ? copies.opts : pulumi.mergeOptions({ dependsOn }, copies.opts),
  };
}
