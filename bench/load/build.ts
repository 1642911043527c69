import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

const COMPILERS = ['cc', 'gcc', 'clang'];

/**
 * Compiles the load generator.
 *
 * @returns the program's file
 * @throws Error where there is no C compiler: a load generator in JavaScript would be slower than the proxies, and measure itself
 */
export function buildLoad(folder: string): string {
  const compiler = findCompiler();
  if (compiler === undefined) {
    throw new Error('the load generator is written in C, and there is no cc, gcc or clang here; install one of them');
  }
  const program = join(folder, 'wsload');
  const sources = globSync(join(import.meta.dirname, '*.c'));
  const flags = ['-std=c17', '-D_GNU_SOURCE', '-O2'];
  const { status, stderr } = spawnSync(compiler, [...flags, '-o', program, ...sources], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${compiler} can't compile the load generator: ${stderr}`);
  return program;
}

/** The first C compiler on the PATH. */
export function findCompiler(): string | undefined {
  return COMPILERS.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}
