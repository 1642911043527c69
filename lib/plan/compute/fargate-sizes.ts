import type { TaskSize } from './capacity.ts';
import { PlanError } from '../errors/plan-error.ts';

interface FargateSize {
  /** CPU units; 1024 are one vCPU. */
  readonly cpu: number;
  /** The amounts of memory Fargate gives with it, MiB, ascending. */
  readonly memory: readonly number[];
}

/**
 * The sizes of a Linux task.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const FARGATE_SIZES: readonly FargateSize[] = [
  { cpu: 256, memory: [512, 1024, 2048] },
  { cpu: 512, memory: steps(1024, 4096, 1024) },
  { cpu: 1024, memory: steps(2048, 8192, 1024) },
  { cpu: 2048, memory: steps(4096, 16_384, 1024) },
  { cpu: 4096, memory: steps(8192, 30_720, 1024) },
  { cpu: 8192, memory: steps(16_384, 61_440, 4096) },
  { cpu: 16_384, memory: steps(32_768, 122_880, 8192) },
  { cpu: 32_768, memory: [61_440, 122_880, 249_856] },
];

/** All sizes, by CPU and then by memory. */
export function fargateSizes(): readonly TaskSize[] {
  return FARGATE_SIZES.flatMap(({ cpu, memory }) => memory.map((memoryMiB) => ({ cpu, memoryMiB })));
}

/** The least memory, MiB, that Fargate gives with so many CPU units; where Fargate has no such amount of CPU, that of the smallest size. */
export function leastMemory(cpu: number): number {
  return FARGATE_SIZES.find((size) => size.cpu === cpu)?.memory[0] ?? 512;
}

/**
 * Checks that Fargate has a Linux task of this size.
 *
 * @throws {@link PlanError} naming the sizes there are
 */
export function checkFargateSize(cpu: number, memoryLimitMiB: number): void {
  const size = FARGATE_SIZES.find((candidate) => candidate.cpu === cpu);
  if (!size) throw new PlanError('WSPROXY_TASK_SIZE', `${cpuProblem(cpu)}; use ${nearestCpu(cpu)}`);
  if (size.memory.includes(memoryLimitMiB)) return;
  throw new PlanError(
    'WSPROXY_TASK_SIZE',
    `compute.memoryLimitMiB is ${memoryLimitMiB}, but Fargate allows ${range(size.memory)} with cpu ${cpu}; ${wayOut(size, memoryLimitMiB)}`,
  );
}

/**
 * Checks that Fargate has a Linux task with so many CPU units, whatever its memory.
 *
 * @throws {@link PlanError} naming the amounts there are
 */
export function checkFargateCpu(cpu: number): void {
  if (!FARGATE_SIZES.some((size) => size.cpu === cpu)) {
    throw new PlanError('WSPROXY_TASK_SIZE', `${cpuProblem(cpu)}; use ${nearestCpu(cpu)}`);
  }
}

function cpuProblem(cpu: number): string {
  return `compute.cpu is ${cpu}, but Fargate allows ${FARGATE_SIZES.map((size) => size.cpu).join(', ')}`;
}

function nearestCpu(cpu: number): number {
  return (FARGATE_SIZES.find((size) => size.cpu >= cpu) ?? { cpu: 32_768 }).cpu;
}

function wayOut(size: FargateSize, memoryLimitMiB: number): string {
  const more = size.memory.find((memory) => memory > memoryLimitMiB);
  const other = FARGATE_SIZES.find(({ memory }) => memory.includes(memoryLimitMiB));
  return [
    ...(more === undefined ? [] : [`use ${more} MiB`]),
    ...(other === undefined ? [] : [`use cpu ${other.cpu} for ${memoryLimitMiB} MiB`]),
    ...(more === undefined && other === undefined ? ['use one of these'] : []),
  ].join(', or ');
}

function range(memory: readonly number[]): string {
  const [first = 0, second = 0] = memory;
  const last = memory[memory.length - 1] ?? first;
  return memory.length <= 3 ? `${memory.join(', ')} MiB` : `${first} to ${last} MiB in steps of ${second - first}`;
}

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}
