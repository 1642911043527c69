import type { Facet } from '../../plan/index.ts';
import type { Kind } from '../../plan/props/index.ts';

/** What planning takes of a facet's settings. */
export interface PlannedFacet<S extends Facet, Spec extends Facet> {
  /** What those settings take that the plan's numbers follow from, by name: each may be an output. */
  readonly inputs: Readonly<Record<string, Kind<unknown>>>;
  /**
   * The settings as the plan takes them.
   *
   * @param values - those of `inputs`, as far as they are known
   */
  spec(settings: S, values: Readonly<Record<string, unknown>>): Spec;
}
