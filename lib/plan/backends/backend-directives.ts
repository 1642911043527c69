import { ConfigError, SERVER_DIRECTIVES } from '../../../proxy-runtime/config/index.ts';
import type { BackendDirectives, BackendTarget } from './backend-target.ts';
import type { EarlyPlan } from '../deployment-plan.ts';
import { warnOfLoadBalancerLimits } from '../nginx-conf/beyond-load-balancer.ts';
import { warnOfClientVariables } from '../nginx-conf/client-address.ts';
import { warnOfCredentials } from '../nginx-conf/credentials.ts';
import { fitToTask } from '../nginx-conf/fit-to-task.ts';
import { CONNECTION_DIRECTIVES, without, withoutPlaces, type PlacedConfig } from '../nginx-conf/levels.ts';
import { warnInto, type PlanWarning } from '../nginx-conf/plan-warning.ts';
import { refuseUnavailable } from '../nginx-conf/unavailable.ts';

/** A backend's directives, fit for a task behind a load balancer. */
export interface FittedDirectives {
  readonly directives: BackendDirectives;
  readonly warnings: readonly PlanWarning[];
}

/** What decides whether a directive has its effect. */
type FittedTo = Pick<EarlyPlan, 'container' | 'loadBalancer'>;

/**
 * Fits a backend's directives by the rules for those of an nginx.conf.
 *
 * @throws {@link PlanError} for what would not work there
 */
export function fitDirectives(
  { container, loadBalancer }: FittedTo,
  location: string,
  directives: BackendDirectives,
): FittedDirectives {
  const warnings: PlanWarning[] = [];
  const warn = warnInto(warnings, 'backend', `backends['${location}']`);
  const fitted = fitToTask(asConfig(directives), container, warn);
  warnOfClientVariables(withoutPlaces(fitted), warn);
  warnOfCredentials(fitted, warn);
  warnOfLoadBalancerLimits(fitted, loadBalancer.idleTimeout, warn);
  return { directives: without(fitted, ['servers']), warnings };
}

/** Warns of what a backend's directives say that is not meant, or not so, behind a load balancer. */
export function backendWarnings(
  plan: FittedTo,
  location: string,
  { directives = {} }: Pick<BackendTarget, 'directives'>,
): readonly PlanWarning[] {
  return fitDirectives(plan, location, directives).warnings;
}

const CONNECTION = 'concerns the connection to the load balancer, and follows from idleTimeout; leave it out';

/** What is no directive of a backend, with the reason. */
const MISPLACED: Readonly<Record<string, string>> = {
  // A location that closed the load balancer's connection early would have it answer with 502s.
  ...Object.fromEntries(CONNECTION_DIRECTIVES.map((name) => [name, CONNECTION])),
  ...Object.fromEntries(
    Object.keys(SERVER_DIRECTIVES).map((name) => [
      name,
      'concerns a whole server, not one of its locations; write it in the server block of a nginxConf',
    ]),
  ),
  proxyPass: 'is what the backend says; write its address in Backend.url(), or the location in a nginxConf',
  return: 'would answer in place of the backend; write the location in a nginxConf',
  locations: 'would have no backends of their own; give each a key of backends, or write them in a nginxConf',
};

/** @throws {@link ConfigError} for what is not a backend's to say */
export function refuseMisplaced(directives: BackendDirectives): void {
  for (const [name, value] of Object.entries(directives)) {
    const reason = Object.hasOwn(MISPLACED, name) && value !== undefined ? MISPLACED[name] : undefined;
    if (reason !== undefined) throw new ConfigError(reason, [name]);
  }
}

/** @throws {@link PlanError} for what would let in whom the directives keep out, and for files that are not in the image */
export function refuseDirectives(directives: BackendDirectives): void {
  refuseUnavailable(asConfig(directives));
}

/** The rules are about levels: this is one, without a place of its own in messages. */
function asConfig(directives: BackendDirectives): PlacedConfig {
  return { ...directives, servers: [] };
}
