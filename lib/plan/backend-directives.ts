import type { LocationDirectives, ProxyConfig } from '../../proxy-runtime/config/types.ts';
import type { BackendTarget } from './backend-target.ts';
import type { DeploymentPlan } from './deployment-plan.ts';
import { warnOfClientVariables } from './nginx-conf/client-address.ts';
import { fitToTask } from './nginx-conf/fit-to-task.ts';
import { without } from './nginx-conf/levels.ts';
import { warnInto, type PlanWarning } from './nginx-conf/plan-warning.ts';
import { refuseUnavailable } from './nginx-conf/unavailable.ts';

/** A backend's directives, fit for a task behind a load balancer. */
export interface FittedDirectives {
  readonly directives: LocationDirectives;
  readonly warnings: readonly PlanWarning[];
}

/**
 * Fits a backend's directives by the rules for those of an nginx.conf.
 *
 * @throws {@link PlanError} for what would not work there
 */
export function fitDirectives(
  { container }: Pick<DeploymentPlan, 'container'>,
  location: string,
  directives: LocationDirectives,
): FittedDirectives {
  const warnings: PlanWarning[] = [];
  const warn = warnInto(warnings, 'backend', `backends['${location}']`);
  const fitted = fitToTask(asConfig(directives), container, warn);
  warnOfClientVariables(fitted, warn);
  return { directives: without(fitted, ['servers']), warnings };
}

/** Warns of what a backend's directives say that is not meant, or not so, behind a load balancer. */
export function backendWarnings(
  plan: Pick<DeploymentPlan, 'container'>,
  location: string,
  { directives = {} }: Pick<BackendTarget, 'directives'>,
): readonly PlanWarning[] {
  return fitDirectives(plan, location, directives).warnings;
}

/** @throws {@link PlanError} for what would let in whom the directives keep out, and for files that are not in the image */
export function refuseDirectives(directives: LocationDirectives): void {
  refuseUnavailable(asConfig(directives));
}

/** The rules are about levels: this is one, without a place of its own in messages. */
function asConfig(directives: LocationDirectives): ProxyConfig {
  return { ...directives, servers: [] };
}
