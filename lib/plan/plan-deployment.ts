import { planFargate } from './compute/fargate.ts';
import type { ComputeContext, ComputePlan } from './compute/planning.ts';
import type { DeploymentPlan, EarlyPlan } from './deployment-plan.ts';
import type { ComputeSpec, DeploymentSpec, LoadBalancingSpec, ScalingSpec } from './deployment-spec.ts';
import type { OfKind } from './facet.ts';
import { isKnown, type MaybeKnown } from './known.ts';
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
  readonly [K in ScalingSpec['kind']]: (spec: OfKind<ScalingSpec, K>) => ScalingPlan;
};

/**
 * Decides every number of a deployment from what the user asked for.
 *
 * What is not known yet stays as it is, unchecked; what follows from it is planned for any value AWS allows.
 *
 * @throws {@link PlanError} for a number that AWS would refuse, or that would cut live sockets
 */
export function planDeployment(spec: DeploymentSpec): EarlyPlan {
  const {
    idleTimeout = TIMEOUTS.idleTimeout.planned,
    deregistrationDelay = TIMEOUTS.deregistrationDelay.planned,
    stopTimeout = TIMEOUTS.stopTimeout.planned,
    capacity,
  } = spec;
  const { tls = false, passInvalidHeaders = false } = spec;
  const { loadBalancing = { kind: 'application' }, compute = { kind: 'fargate' }, scaling = { kind: 'fixed' } } = spec;
  const { proxy, ...front } = LOAD_BALANCING[loadBalancing.kind](loadBalancing, {
    ...{ tls, passInvalidHeaders, idleTimeout, deregistrationDelay },
  });
  const asked = SCALING[scaling.kind](scaling);
  const { task, container, desiredCount, workerShutdownTimeout } = COMPUTE[compute.kind](compute, {
    ...{ capacity, desiredCount: asked.desiredCount, stopTimeout },
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

/** The plan with a number in every place, for resources to be made of: where it is not known, its token. */
export function withNumbers(plan: EarlyPlan): DeploymentPlan {
  const { loadBalancer, targetGroup, task, container, service } = plan;
  return {
    ...plan,
    loadBalancer: {
      ...loadBalancer,
      idleTimeout: filled(loadBalancer.idleTimeout),
      clientKeepAlive: filled(loadBalancer.clientKeepAlive),
    },
    targetGroup: { ...targetGroup, deregistrationDelay: filled(targetGroup.deregistrationDelay) },
    task: { cpu: filled(task.cpu), memoryLimitMiB: filled(task.memoryLimitMiB) },
    container: { ...container, stopTimeout: filled(container.stopTimeout) },
    service: { ...service, desiredCount: filled(service.desiredCount) },
  };
}

function filled(value: MaybeKnown): number {
  if (isKnown(value)) return value;
  if (value.token === undefined) throw new Error('a number is not known, and nothing stands for it');
  return value.token;
}
