import * as pulumi from '@pulumi/pulumi';

/** Whether an input is a value already, and no output or promise of one. */
export function isPlain<T>(input: pulumi.Input<T>): input is T {
  return !pulumi.Output.isInstance(input) && !(input instanceof Promise);
}
