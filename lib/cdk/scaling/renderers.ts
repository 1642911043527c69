import type { OfKind } from '../../plan/index.ts';
import { facet, type Kind } from '../../plan/props/index.ts';
import { FIXED, fixedProps, type FixedSettings } from './fixed.ts';
import type { ScalingRenderer } from './renderer.ts';

/** What is said of scaling: one of these. */
export type ScalingSettings = FixedSettings;

type ScalingKind = ScalingSettings['kind'];

const RENDERERS = { fixed: FIXED } satisfies {
  readonly [K in ScalingKind]: ScalingRenderer<OfKind<ScalingSettings, K>>;
};

export const scaling: Kind<ScalingSettings> = facet<ScalingSettings>(
  'cdk.Scaling',
  { fixed: fixedProps },
  'use Scaling.fixed(3)',
);

export function scalingRenderer({ kind }: ScalingSettings): ScalingRenderer<ScalingSettings> {
  return RENDERERS[kind];
}
