import type { OfKind } from '../../plan/index.ts';
import { facet, type FacetKinds, type Kind } from '../../plan/props/index.ts';
import { FARGATE, fargateArgs, type FargateSettings } from './fargate.ts';
import type { ComputeRenderer } from './renderer.ts';

/** What is said of compute: one of these. */
export type ComputeSettings = FargateSettings;

type ComputeKind = ComputeSettings['kind'];

const RENDERERS = { fargate: FARGATE } satisfies {
  readonly [K in ComputeKind]: ComputeRenderer<OfKind<ComputeSettings, K>>;
};

/** What each alternative takes. */
export const COMPUTE_KINDS: FacetKinds<ComputeSettings, unknown> = { fargate: fargateArgs };

export const compute: Kind<ComputeSettings> = facet<ComputeSettings>(
  'pulumi.Compute',
  COMPUTE_KINDS,
  'use Compute.fargate({ cpu: 512 })',
);

export function computeRenderer({ kind }: ComputeSettings): ComputeRenderer<ComputeSettings> {
  return RENDERERS[kind];
}
