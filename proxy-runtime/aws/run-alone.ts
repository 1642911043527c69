import { writeSync } from 'node:fs';
import { loadFfi } from '../ffi.ts';

/** The first of Node's options that are about this program, which is given as text; those before it are for the server. */
const TEXT_OPTION = '--input-type=module';

/**
 * Runs a program with the options of this process and in its place, so that nothing of what this one has loaded is there any more: 15 MB
 * after a download by https. The program is a file in memory that nothing but this process has, for the root filesystem is read-only. Returns
 * where that can't be: without {@link loadFfi}, or where the kernel refuses it.
 *
 * @param args - the program's own
 */
export function runAlone(program: Uint8Array, args: readonly string[]): void {
  const file = fileInMemory(program);
  if (file === undefined) return;
  const options = process.execArgv.slice(0, process.execArgv.indexOf(TEXT_OPTION));
  // What the link leads to has no path.
  process.execve?.(process.execPath, [
    ...[process.execPath, ...options, '--preserve-symlinks-main', `/proc/self/fd/${file}`],
    ...args,
  ]);
}

/** @returns its descriptor, which the next program of this process has as well */
function fileInMemory(content: Uint8Array): number | undefined {
  try {
    const ffi = loadFfi();
    if (ffi === undefined) return undefined;
    const { functions: c } = ffi.dlopen(null, { memfd_create: { arguments: ['u64', 'u32'], return: 'i32' } });
    // More than 64 bytes are off the heap, where nothing moves them.
    const name = Buffer.alloc(128);
    name.write('wsproxy');
    const file = c.memfd_create(ffi.getRawPointer(name), 0);
    for (let written = 0; written < content.length;) written += writeSync(file, content, written);
    return file;
  } catch {
    return undefined;
  }
}
