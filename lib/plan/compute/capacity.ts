import { FARGATE_NOFILE } from '../limits/limits.ts';

/** What a proxy is to take at its peak. */
export interface Capacity {
  /** WebSockets that are open at a time. */
  readonly tunnels: number;
  /**
   * Messages of up to some hundred bytes, each with its answer: a ping and its pong are one.
   *
   * @default - one in 30 s for each tunnel, as with pings
   */
  readonly messagesPerSecond?: number;
  /**
   * WebSockets that are opened, others being closed meanwhile.
   *
   * @default - as many as when all of them come back within two minutes
   */
  readonly opensPerSecond?: number;
}

/** The size of a task. */
export interface TaskSize {
  /** CPU units, 1024 being one vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** What the proxy costs as it is deployed, as measured: docs/performance.md, column "ours" of `npm run bench` on one core of an AMD EPYC. */
const MEASURED = {
  /** Resident memory of a process with one worker and nothing open, bytes, fetched by its boot program: 62 MB in row `memory`, and what that leaves. */
  base: 65e6,
  /** The same of each worker in a thread, where there are several; docs/performance.md, "Growth and workers". */
  worker: 16e6,
  /** Resident memory of an idle tunnel half a second after it was opened, bytes; docs/performance.md, row `memory`. */
  tunnel: 7.1e3,
  /** CPU seconds of a message of 64 bytes and its echo; row `echo` of the slower machine in docs/performance.md, to be on the safe side. */
  message: 20.6e-6,
  /** CPU seconds of a tunnel that is opened and closed; docs/performance.md, row `open`. */
  open: 179e-6,
} as const;

/**
 * What is planned with, of a vCPU and of the memory beyond the base: half. The rest is for what averages don't show: bursts, the storm when
 * all clients connect again, garbage collection, the tasks that take a failed one's part; and of memory, the kernel's for the sockets.
 */
const PLANNED = 0.5;

/** A tunnel has a socket at each end. */
const MOST_TUNNELS = FARGATE_NOFILE / 2 - 1000;

const PING_SECONDS = 30;
const RETURN_SECONDS = 120;

/** A capacity with nothing left open, or what one task is good for. */
export type FullCapacity = Required<Capacity>;

/** What a task of this size takes of each, if it is for that alone: messages and opened tunnels have one CPU between them. */
export function capacityOf(size: TaskSize): FullCapacity {
  const cpuSeconds = cpuOf(size);
  return {
    tunnels: tunnelsOf(size),
    messagesPerSecond: Math.floor(cpuSeconds / MEASURED.message),
    opensPerSecond: Math.floor(cpuSeconds / MEASURED.open),
  };
}

/** How many tasks of this size take this; Infinity for a size that takes no tunnel. */
export function tasksFor(wanted: FullCapacity, size: TaskSize): number {
  return Math.max(tasksForCpu(wanted, size), Math.ceil(wanted.tunnels / tunnelsOf(size)));
}

/** The same as far as the CPU goes. */
export function tasksForCpu({ messagesPerSecond, opensPerSecond }: FullCapacity, size: TaskSize): number {
  return Math.ceil((messagesPerSecond * MEASURED.message + opensPerSecond * MEASURED.open) / cpuOf(size));
}

/** What is left open is what so many tunnels usually do. */
export function fullCapacity(capacity: Capacity): FullCapacity {
  const { tunnels } = capacity;
  const {
    messagesPerSecond = Math.ceil(tunnels / PING_SECONDS),
    opensPerSecond = Math.ceil(tunnels / RETURN_SECONDS),
  } = capacity;
  return { tunnels, messagesPerSecond, opensPerSecond };
}

function cpuOf({ cpu }: TaskSize): number {
  return (cpu / 1024) * PLANNED;
}

/** How many workers a task of these CPU units has: one a vCPU. */
export function workersOf(cpu: number): number {
  return Math.max(1, Math.floor(cpu / 1024));
}

function tunnelsOf({ cpu, memoryMiB }: TaskSize): number {
  const workers = workersOf(cpu);
  const base = MEASURED.base + (workers > 1 ? workers * MEASURED.worker : 0);
  const bytes = (memoryMiB * 1024 * 1024 - base) * PLANNED;
  return Math.min(Math.max(Math.floor(bytes / MEASURED.tunnel), 0), MOST_TUNNELS);
}
