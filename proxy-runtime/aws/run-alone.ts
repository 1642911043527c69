import { existsSync, writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { loadFfi } from '../node/ffi.ts';

/** The first of Node's options that are about this program, which is given as text; those before it are for the server. */
const TEXT_OPTION = '--input-type=module';

/** What decides whether Node takes a file without an extension for a module: any word in it may forbid that. */
const PACKAGE_OF_ROOT = '/package.json';

/**
 * Runs a program with the options of this process and in its place, so that nothing of what this one has loaded is there any more: 15 MB
 * after a download by https. The program is a file in memory that nothing but this process has, for the root filesystem is read-only. Returns
 * where that can't be: without {@link loadFfi}, where Node would not find or not read that file, or where the kernel refuses it.
 *
 * @param args - the program's own
 */
export async function runAlone(program: Uint8Array, args: readonly string[]): Promise<void> {
  const file = fileInMemory(program);
  // Whoever must not read its own descriptors, or has no /proc, has no such path.
  if (file === undefined || !existsSync(file) || existsSync(PACKAGE_OF_ROOT)) return;
  const options = process.execArgv.slice(0, process.execArgv.indexOf(TEXT_OPTION));
  // A signal that has come already is heard before this process is another one, which knows nothing of it.
  await turn();
  try {
    // What the link leads to has no path.
    process.execve?.(process.execPath, [process.execPath, ...options, '--preserve-symlinks-main', file, ...args]);
  } catch {
    // This process is as it was.
  }
}

/** @returns the path of its descriptor, which the next program of this process has as well */
function fileInMemory(content: Uint8Array): string | undefined {
  try {
    const ffi = loadFfi();
    if (ffi === undefined) return undefined;
    const { functions: c } = ffi.dlopen(null, { memfd_create: { arguments: ['u64', 'u32'], return: 'i32' } });
    // More than 64 bytes are off the heap, where nothing moves them.
    const name = Buffer.alloc(128);
    name.write('wsproxy');
    const file = c.memfd_create(ffi.getRawPointer(name), 0);
    for (let written = 0; written < content.length;) written += writeSync(file, content, written);
    return `/proc/self/fd/${file}`;
  } catch {
    return undefined;
  }
}
