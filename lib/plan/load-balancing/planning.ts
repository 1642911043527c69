import type { EarlyPlan, ProxyPlan } from '../deployment-plan.ts';
import type { MaybeKnown } from '../known.ts';

/** What is asked of a deployment that concerns every kind of load balancing. Times are whole seconds. */
export interface LoadBalancingContext {
  readonly tls: boolean;
  readonly passInvalidHeaders: boolean;
  readonly idleTimeout: MaybeKnown;
  readonly deregistrationDelay: MaybeKnown;
}

/** What load balancing decides of a plan. */
export interface LoadBalancingPlan extends Pick<
  EarlyPlan,
  'listener' | 'redirectListener' | 'loadBalancer' | 'targetGroup'
> {
  readonly proxy: IdlePlan;
}

/** The proxy's own times that follow from those of the load balancer. */
export type IdlePlan = Omit<ProxyPlan, 'workerShutdownTimeout'>;
