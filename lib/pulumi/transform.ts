import type * as pulumi from '@pulumi/pulumi';

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
  const copies = { args: { ...args }, opts: { ...opts } };
  transform(copies.args, copies.opts, name);
  return copies;
}
