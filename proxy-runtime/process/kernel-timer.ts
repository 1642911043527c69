import { loadFfi } from '../node/ffi.ts';

/** A timer of the kernel's. When it runs out, a function of the C library is called in a thread of its own, whatever JavaScript does meanwhile. */
export interface KernelTimer {
  /** Runs out in so many milliseconds, whatever was set before. */
  start(ms: number): void;
}

/** What time a timer measures: that of the world, or only that in which the thread that makes the timer computes. */
export type Clock = 'monotonic' | 'own CPU time';

interface KernelTimers {
  /** Ends the process with this exit code, by `_exit`: nothing of it can be in the way. */
  exit(clock: Clock, code: number): KernelTimer;
  /** Writes a line on standard error, by `warnx`, which sets the program's name in front. @param text - in UTF-8, up to a 0; it may be changed at any time */
  warn(clock: Clock, text: Buffer): KernelTimer;
}

/** Linux's numbers. */
const CLOCKS: Readonly<Record<Clock, number>> = { monotonic: 1, 'own CPU time': 3 };

/** Of `struct sigevent`: a thread is started for the function, which gets the value. */
const SIGEV_THREAD = 2;
const SIGEVENT = { size: 64, value: 0, notify: 12, function: 16 } as const;

/** Of `struct itimerspec`, the time until it runs out. */
const ITIMERSPEC = { size: 32, seconds: 16, nanoseconds: 24 } as const;

/** Where there is no {@link loadFfi} or the C library has not what it takes, undefined. */
export function kernelTimers(): KernelTimers | undefined {
  try {
    return load();
  } catch {
    return undefined;
  }
}

function load(): KernelTimers | undefined {
  const ffi = loadFfi();
  if (ffi === undefined) return undefined;
  const { lib, functions: c } = ffi.dlopen(null, {
    timer_create: { arguments: ['i32', 'u64', 'u64'], return: 'i32' },
    timer_settime: { arguments: ['u64', 'i32', 'u64', 'u64'], return: 'i32' },
  });
  const create = (clock: Clock, called: string, value: bigint): KernelTimer => {
    // More than 64 bytes are off the heap, where nothing moves them.
    const memory = Buffer.alloc(128);
    const at = ffi.getRawPointer(memory);
    memory.writeBigUInt64LE(value, SIGEVENT.value);
    memory.writeInt32LE(SIGEV_THREAD, SIGEVENT.notify);
    memory.writeBigUInt64LE(ffi.dlsym(lib, called), SIGEVENT.function);
    if (c.timer_create(CLOCKS[clock], at, at + BigInt(SIGEVENT.size)) !== 0) throw new Error('no timer');
    const timer = memory.readBigUInt64LE(SIGEVENT.size);
    return {
      start: (ms) => {
        memory.fill(0, 0, ITIMERSPEC.size);
        memory.writeBigInt64LE(BigInt(Math.floor(ms / 1000)), ITIMERSPEC.seconds);
        memory.writeBigInt64LE(BigInt(ms % 1000) * 1_000_000n, ITIMERSPEC.nanoseconds);
        c.timer_settime(timer, 0, at, 0n);
      },
    };
  };
  return {
    exit: (clock, code) => create(clock, '_exit', BigInt(code)),
    warn: (clock, text) => create(clock, 'warnx', ffi.getRawPointer(text)),
  };
}
