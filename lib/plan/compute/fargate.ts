import { workersOf } from './capacity.ts';
import type { ContainerPlan } from '../deployment-plan.ts';
import { isKnown, UnknownNumber, type KnownLate, type MaybeKnown } from '../known.ts';
import { checkLimit } from '../limits/check-limit.ts';
import { FARGATE_NOFILE } from '../limits/limits.ts';
import { CONTAINER_PORT, HEALTH_PORT } from './ports.ts';
import { following, TIMEOUTS } from '../timeouts/timeouts.ts';
import { checkFargateCpu, checkFargateSize, leastMemory } from './fargate-sizes.ts';
import type { ComputeContext, ComputePlan } from './planning.ts';
import { sizeTasks, type Tasks } from './size-tasks.ts';

/** Tasks on Fargate, as plain data. */
export interface FargateSpec {
  readonly kind: 'fargate';
  /** CPU units of a task, 1024 being one vCPU. @default - what `capacity` takes, or 256 */
  readonly cpu?: MaybeKnown | undefined;
  /** Memory of a task. @default - what `capacity` takes, or the least Fargate gives with `cpu` */
  readonly memoryLimitMiB?: MaybeKnown | undefined;
  /** Whether ECS Exec may open a shell in a task. @default false */
  readonly enableExecuteCommand?: boolean | undefined;
}

/**
 * Plans tasks on Fargate: their size, their number where scaling leaves it open, and their container.
 *
 * @throws {@link PlanError} for a size that Fargate has not, and for one that is too little for `capacity`
 */
export function planFargate(spec: FargateSpec, context: ComputeContext): ComputePlan {
  const { stopTimeout } = context;
  checkLimit('stopTimeout', stopTimeout, TIMEOUTS.stopTimeout.limit);
  const { cpu, memoryLimitMiB, desiredCount } = planTasks(spec, context);
  if (isKnown(cpu)) {
    if (isKnown(memoryLimitMiB)) checkFargateSize(cpu, memoryLimitMiB);
    else checkFargateCpu(cpu);
  }
  return {
    task: { cpu, memoryLimitMiB },
    container: {
      name: 'proxy',
      port: CONTAINER_PORT,
      healthPort: HEALTH_PORT,
      stopTimeout,
      nofile: FARGATE_NOFILE,
      user: 'node',
      // The machine shows more cores than a task of less may use.
      workers: isKnown(cpu) ? workersOf(cpu) : 'auto',
      ...confinement(spec.enableExecuteCommand ?? false),
    },
    desiredCount,
    workerShutdownTimeout: isKnown(stopTimeout) ? planShutdown(stopTimeout) : undefined,
  };
}

/** How many seconds of `stopTimeout` the proxy drains by itself. */
export function planShutdown(stopTimeout: number): number {
  return following(TIMEOUTS.workerShutdownTimeout.follows, stopTimeout);
}

/** Sizes that only the deployment knows can't be compared with a capacity, and are taken as they are. */
function planTasks(
  { cpu, memoryLimitMiB }: FargateSpec,
  { capacity, desiredCount }: ComputeContext,
): KnownLate<Tasks, keyof Tasks> {
  if (capacity !== undefined && isKnown(cpu) && isKnown(memoryLimitMiB) && isKnown(desiredCount)) {
    return sizeTasks(capacity, { cpu, memoryLimitMiB, desiredCount });
  }
  const units = cpu ?? 256;
  const least = isKnown(units) ? leastMemory(units) : new UnknownNumber();
  return { cpu: units, memoryLimitMiB: memoryLimitMiB ?? least, desiredCount: desiredCount ?? 2 };
}

/**
 * The server writes no file, listens on no port below 1024, and is not root: it needs no capability. The agent of ECS Exec, which is root, writes
 * files, and which capabilities it needs AWS doesn't say.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
function confinement(
  shell: boolean,
): Pick<ContainerPlan, 'readonlyRootFilesystem' | 'dropCapabilities' | 'initProcessEnabled'> {
  return { readonlyRootFilesystem: !shell, dropCapabilities: shell ? [] : ['ALL'], initProcessEnabled: shell };
}
