import type { Capacity } from './compute/capacity.ts';
import type { FargateSpec } from './compute/fargate.ts';
import type { MaybeKnown } from './known.ts';
import type { ApplicationSpec } from './load-balancing/application.ts';
import type { FixedSpec } from './scaling/fixed.ts';

/** What takes the clients' connections to the tasks: one of these. */
export type LoadBalancingSpec = ApplicationSpec;

/** What the tasks run on: one of these. */
export type ComputeSpec = FargateSpec;

/** How many tasks run: one of these. */
export type ScalingSpec = FixedSpec;

/**
 * What a user asks of a deployment, free of any cloud SDK: a front end's props as plain data. Times are whole seconds. What one alternative
 * of a facet is asked alone is that facet's.
 */
export interface DeploymentSpec {
  /** Whether there is a certificate: HTTPS on 443 then, else HTTP on 80. @default false */
  readonly tls?: boolean | undefined;
  /** Whether header names with other characters than letters, digits and hyphens are for the proxy to judge. @default false */
  readonly passInvalidHeaders?: boolean | undefined;
  /** How long nothing may move in a WebSocket before the load balancer closes it: 1 to 4000. @default 3600 */
  readonly idleTimeout?: MaybeKnown | undefined;
  /** How long a task that leaves keeps its open WebSockets: 0 to 3600. @default 120 */
  readonly deregistrationDelay?: MaybeKnown | undefined;
  /** From SIGTERM to SIGKILL: 2 to 120. @default 120 */
  readonly stopTimeout?: MaybeKnown | undefined;
  /** The peak that all tasks together are to take; what `compute` and `scaling` leave open follows from it. @default - none */
  readonly capacity?: Capacity | undefined;
  /** @default - an Application Load Balancer */
  readonly loadBalancing?: LoadBalancingSpec | undefined;
  /** @default - Fargate */
  readonly compute?: ComputeSpec | undefined;
  /** @default - a fixed number of tasks */
  readonly scaling?: ScalingSpec | undefined;
}
