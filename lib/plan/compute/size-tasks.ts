import { fullCapacity, tasksFor, tasksForCpu, type Capacity, type FullCapacity, type TaskSize } from './capacity.ts';
import { checkFargateSize, fargateSizes } from './fargate-sizes.ts';
import { DESIRED_COUNT } from '../limits/limits.ts';
import { PlanError } from '../errors/plan-error.ts';

/** How many tasks there are, and of which size. */
export interface Tasks {
  readonly cpu: number;
  readonly memoryLimitMiB: number;
  readonly desiredCount: number;
}

/** One of them may fail. */
const LEAST_TASKS = 2;

/** Beyond a vCPU there are more tasks instead of larger ones, so that one that fails takes few sockets along. */
const USUAL_CPU = 1024;

/**
 * The tasks that take a peak in total. What is given stays as it is; what is not is the least that does.
 *
 * @throws {@link PlanError} when what is given is too little, or nothing AWS has is enough
 */
export function sizeTasks(capacity: Capacity, given: Readonly<{ [K in keyof Tasks]?: number | undefined }>): Tasks {
  const wanted = fullCapacity(capacity);
  if (given.desiredCount === 0) {
    throw new PlanError(
      'WSPROXY_PROPS',
      'scaling.desiredCount is 0, but capacity says what the tasks are to take; leave one of the two out',
    );
  }
  const sizes = fargateSizes().filter(
    ({ cpu, memoryMiB }) => cpu === (given.cpu ?? cpu) && memoryMiB === (given.memoryLimitMiB ?? memoryMiB),
  );
  // Whose limit it is, and which sizes there are
  if (sizes.length === 0) checkFargateSize(given.cpu ?? 256, given.memoryLimitMiB ?? 512);
  const { size, count } =
    given.desiredCount === undefined
      ? choose(wanted, sizes)
      : { size: sizeFor(wanted, sizes, given.desiredCount), count: given.desiredCount };
  const needed = tasksFor(wanted, size);
  const tasks = `${needed} tasks of cpu ${size.cpu} and memoryLimitMiB ${size.memoryMiB}`;
  if (needed > count) {
    const larger = given.cpu === undefined && given.memoryLimitMiB === undefined ? '' : ', or larger tasks';
    throw new PlanError(
      'WSPROXY_TASK_SIZE',
      `scaling.desiredCount is ${count}, but capacity needs ${tasks}; use ${needed}${larger}`,
    );
  }
  if (count > DESIRED_COUNT.maximum) {
    const { owner, maximum, wayOut } = DESIRED_COUNT;
    throw new PlanError('WSPROXY_TASK_SIZE', `capacity needs ${tasks}, but ${owner} allows ${maximum}; ${wayOut}`);
  }
  return { cpu: size.cpu, memoryLimitMiB: size.memoryMiB, desiredCount: count };
}

interface Sized {
  readonly size: TaskSize;
  readonly count: number;
}

function choose(wanted: FullCapacity, sizes: readonly TaskSize[]): Sized {
  const usual = sizes.filter(({ cpu }) => cpu <= USUAL_CPU);
  const candidates = usual.length === 0 ? sizes : usual;
  const two = sizeFor(wanted, candidates, LEAST_TASKS);
  if (tasksFor(wanted, two) <= LEAST_TASKS) return { size: two, count: LEAST_TASKS };
  // As many as its CPU needs, with the least memory that so many need
  const sameCpu = candidates.filter(({ cpu }) => cpu === two.cpu);
  const size = sizeFor(wanted, sameCpu, Math.max(tasksForCpu(wanted, two), LEAST_TASKS));
  return { size, count: tasksFor(wanted, size) };
}

/** The least with which so many tasks do, or the largest. */
function sizeFor(wanted: FullCapacity, sizes: readonly TaskSize[], count: number): TaskSize {
  return sizes.find((size) => tasksFor(wanted, size) <= count) ?? largestOf(sizes);
}

function largestOf(sizes: readonly TaskSize[]): TaskSize {
  const largest = sizes.at(-1);
  if (largest === undefined) throw new Error('there is no size');
  return largest;
}
