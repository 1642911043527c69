import type { Construct } from 'constructs';
import type { OfKind } from '../../plan/index.ts';
import { facet, type Kind } from '../../plan/props/index.ts';
import { APPLICATION, applicationProps, type ApplicationSettings } from './application.ts';
import type { LoadBalancingRenderer } from './renderer.ts';

/** What is said of load balancing: one of these. */
export type LoadBalancingSettings = ApplicationSettings;

type LoadBalancingKind = LoadBalancingSettings['kind'];

const RENDERERS = { application: APPLICATION } satisfies {
  readonly [K in LoadBalancingKind]: LoadBalancingRenderer<OfKind<LoadBalancingSettings, K>>;
};

export const loadBalancing: Kind<LoadBalancingSettings, Construct> = facet<LoadBalancingSettings, Construct>(
  'cdk.LoadBalancing',
  { application: applicationProps },
  'use LoadBalancing.application({ internetFacing: false })',
);

export function loadBalancingRenderer({ kind }: LoadBalancingSettings): LoadBalancingRenderer<LoadBalancingSettings> {
  return RENDERERS[kind];
}
