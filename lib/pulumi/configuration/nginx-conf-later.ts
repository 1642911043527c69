import * as pulumi from '@pulumi/pulumi';
import type { ParsedNginxConf } from '../../plan/index.ts';

/** The nginx.conf of the arguments as soon as it is known. */
export function nginxConfLater({
  nginxConf,
}: {
  readonly nginxConf?: pulumi.Input<ParsedNginxConf> | undefined;
}): pulumi.Output<ParsedNginxConf | undefined> {
  // Not by pulumi.output(), which looks for outputs in all of it.
  if (pulumi.Output.isInstance(nginxConf)) return nginxConf;
  return pulumi.output(undefined).apply(() => nginxConf) as unknown as pulumi.Output<ParsedNginxConf | undefined>;
}
