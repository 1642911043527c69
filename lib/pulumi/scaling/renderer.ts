import type { Facet, ScalingSpec } from '../../plan/index.ts';
import type { PlannedFacet } from '../planning/facet-planner.ts';
import type { ComponentContext } from '../errors/component-errors.ts';
import type { Plans } from '../planning/plans.ts';

/** What one kind of scaling does with its settings. */
export interface ScalingRenderer<S extends Facet> extends PlannedFacet<S, ScalingSpec> {
  /** Creates what scales the service, and warns of what is not meant. */
  render(settings: S, context: ScalingContext): void;
}

/** What scaling may use of the proxy that it is for. */
export interface ScalingContext {
  readonly place: ComponentContext;
  readonly plans: Plans;
}
