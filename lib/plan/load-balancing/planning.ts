import type { Check, IsKnown } from '../limits/check-limit.ts';
import type { DeploymentPlan, ProxyPlan } from '../deployment-plan.ts';

/** What is asked of a deployment that concerns every kind of load balancing. Times are whole seconds. */
export interface LoadBalancingContext {
  readonly tls: boolean;
  readonly passInvalidHeaders: boolean;
  readonly idleTimeout: number;
  readonly deregistrationDelay: number;
  readonly isKnown: IsKnown;
  readonly check: Check;
}

/** What load balancing decides of a plan. */
export interface LoadBalancingPlan extends Pick<
  DeploymentPlan,
  'listener' | 'redirectListener' | 'loadBalancer' | 'targetGroup'
> {
  readonly proxy: IdlePlan;
}

/** The proxy's own times that follow from those of the load balancer. */
export type IdlePlan = Omit<ProxyPlan, 'workerShutdownTimeout'>;
