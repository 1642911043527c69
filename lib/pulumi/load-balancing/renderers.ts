import type { OfKind } from '../../plan/index.ts';
import { facet, type FacetKinds, type Kind } from '../../plan/props/index.ts';
import { APPLICATION, applicationArgs, type ApplicationSettings } from './application.ts';
import type { LoadBalancingRenderer } from './renderer.ts';

/** What is said of load balancing: one of these. */
export type LoadBalancingSettings = ApplicationSettings;

type LoadBalancingKind = LoadBalancingSettings['kind'];

const RENDERERS = { application: APPLICATION } satisfies {
  readonly [K in LoadBalancingKind]: LoadBalancingRenderer<OfKind<LoadBalancingSettings, K>>;
};

/** What each alternative takes. */
export const LOAD_BALANCING_KINDS: FacetKinds<LoadBalancingSettings, unknown> = { application: applicationArgs };

export const loadBalancing: Kind<LoadBalancingSettings> = facet<LoadBalancingSettings>(
  'pulumi.LoadBalancing',
  LOAD_BALANCING_KINDS,
  'use LoadBalancing.application({ internetFacing: false })',
);

export function loadBalancingRenderer({ kind }: LoadBalancingSettings): LoadBalancingRenderer<LoadBalancingSettings> {
  return RENDERERS[kind];
}
