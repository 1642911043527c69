import type * as pulumi from '@pulumi/pulumi';

/**
 * The arguments of an `Image` of `@pulumi/docker-build` that there is reason to change. They are named here so that this package's types
 * are whole without that one, which is optional; where a type is left open, see there.
 */
export interface DockerImageArgs {
  buildOnPreview?: pulumi.Input<boolean | undefined>;
  builder?: unknown;
  cacheFrom?: unknown;
  cacheTo?: unknown;
  exec?: pulumi.Input<boolean | undefined>;
  labels?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  noCache?: pulumi.Input<boolean | undefined>;
  pull?: pulumi.Input<boolean | undefined>;
  registries?: unknown;
  tags?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}
