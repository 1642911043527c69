type Ffi = NonNullable<ReturnType<typeof load>>;

/**
 * Node's experimental interface to C, if this Node has it, allows it (`--permission`), and WSPROXY_FFI is not `off`: `node:ffi`, with which
 * system calls need no Node in between. This file alone loads it.
 */
export function loadFfi(): Ffi | undefined {
  if (process.env['WSPROXY_FFI'] === 'off' || process.platform !== 'linux') return undefined;
  return process.execArgv.includes('--disable-warning=ExperimentalWarning') ? load() : withoutWarning(load);
}

function load() {
  return process.getBuiltinModule('node:ffi');
}

/** Node warns of what is experimental on the standard error. Who runs a proxy in a program of their own, or tests with one, can do nothing about it. */
function withoutWarning<T>(use: () => T): T {
  const emitWarning = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return use();
  } finally {
    if (emitWarning !== undefined) Object.defineProperty(process, 'emitWarning', emitWarning);
  }
}
