import type { Construct } from 'constructs';
import type { OfKind } from '../../plan/index.ts';
import { facet, type Kind } from '../../plan/props/index.ts';
import { FARGATE, fargateProps, type FargateSettings } from './fargate.ts';
import type { ComputeRenderer } from './renderer.ts';

/** What is said of compute: one of these. */
export type ComputeSettings = FargateSettings;

type ComputeKind = ComputeSettings['kind'];

const RENDERERS = { fargate: FARGATE } satisfies {
  readonly [K in ComputeKind]: ComputeRenderer<OfKind<ComputeSettings, K>>;
};

export const compute: Kind<ComputeSettings, Construct> = facet<ComputeSettings, Construct>(
  'cdk.Compute',
  { fargate: fargateProps },
  'use Compute.fargate({ cpu: 512 })',
);

export function computeRenderer({ kind }: ComputeSettings): ComputeRenderer<ComputeSettings> {
  return RENDERERS[kind];
}
