import { checkLimit, type Check, type IsKnown } from './limits/check-limit.ts';
import { planFargate } from './compute/fargate.ts';
import type { ComputeContext, ComputePlan } from './compute/planning.ts';
import type { DeploymentPlan } from './deployment-plan.ts';
import type { ComputeSpec, DeploymentSpec, LoadBalancingSpec, ScalingSpec } from './deployment-spec.ts';
import type { OfKind } from './facet.ts';
import { planApplication } from './load-balancing/application.ts';
import type { LoadBalancingContext, LoadBalancingPlan } from './load-balancing/planning.ts';
import { planFixed } from './scaling/fixed.ts';
import type { ScalingPlan } from './scaling/planning.ts';
import { TIMEOUTS } from './timeouts/timeouts.ts';

/** What decides the numbers of each kind of a facet; one without a line does not compile. */
const LOAD_BALANCING = { application: planApplication } satisfies {
  readonly [K in LoadBalancingSpec['kind']]: (
    spec: OfKind<LoadBalancingSpec, K>,
    context: LoadBalancingContext,
  ) => LoadBalancingPlan;
};
const COMPUTE = { fargate: planFargate } satisfies {
  readonly [K in ComputeSpec['kind']]: (spec: OfKind<ComputeSpec, K>, context: ComputeContext) => ComputePlan;
};
const SCALING = { fixed: planFixed } satisfies {
  readonly [K in ScalingSpec['kind']]: (spec: OfKind<ScalingSpec, K>, check: Check) => ScalingPlan;
};

/**
 * Decides every number of a deployment from what the user asked for.
 *
 * @param isKnown - numbers it denies are taken as they are, unchecked; what follows from them is planned for any value AWS allows
 * @throws {@link PlanError} for a number that AWS would refuse, or that would cut live sockets
 */
export function planDeployment(spec: DeploymentSpec, isKnown: IsKnown = () => true): DeploymentPlan {
  const {
    idleTimeout = TIMEOUTS.idleTimeout.planned,
    deregistrationDelay = TIMEOUTS.deregistrationDelay.planned,
    stopTimeout = TIMEOUTS.stopTimeout.planned,
    capacity,
  } = spec;
  const { tls = false, passInvalidHeaders = false } = spec;
  const { loadBalancing = { kind: 'application' }, compute = { kind: 'fargate' }, scaling = { kind: 'fixed' } } = spec;
  const check: Check = (setting, value, limit) => {
    if (isKnown(value)) checkLimit(setting, value, limit);
  };
  const { proxy, ...front } = LOAD_BALANCING[loadBalancing.kind](loadBalancing, {
    ...{ tls, passInvalidHeaders, idleTimeout, deregistrationDelay, isKnown, check },
  });
  const asked = SCALING[scaling.kind](scaling, check);
  const { task, container, desiredCount, workerShutdownTimeout } = COMPUTE[compute.kind](compute, {
    ...{ capacity, desiredCount: asked.desiredCount, stopTimeout, isKnown, check },
  });
  return {
    ...front,
    task,
    container,
    service: {
      desiredCount,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: 60,
      // AWS's default for a new service stops healthy tasks, with all their WebSockets, whenever zones are uneven: after each scaling, for one.
      availabilityZoneRebalancing: 'DISABLED',
    },
    // A blocking driver would stop the proxy, and every socket in it, while CloudWatch Logs is slow.
    logs: { retentionInDays: 30, streamPrefix: 'proxy', mode: 'non-blocking', maxBufferSizeMiB: 25 },
    proxy: { ...proxy, workerShutdownTimeout },
  };
}
