import { relative, sep } from 'node:path';
import type { ProgramSource } from '../program/program-source.ts';
import { findProxies } from './find-proxies.ts';
import { readProject } from './project.ts';
import { runProgram } from './run-program.ts';
import { readStack } from './stack.ts';

/** Options of {@link openPulumiProgram}. */
export interface PulumiOptions {
  /** The stack whose configuration is used. @default - the only one that has a file, or `dev` */
  readonly stack?: string | undefined;
  /** Configuration on top of the stack's own; a key without a namespace is the project's. */
  readonly config: Readonly<Record<string, string>>;
}

/**
 * Opens a Pulumi program for Node.js.
 *
 * @param file - its Pulumi.yaml
 * @throws InputError when that can't be used
 */
export function openPulumiProgram(app: string, file: string, { stack, config }: PulumiOptions): ProgramSource {
  const { directory } = readProject(file);
  return {
    name: app,
    directory,
    synthesized: false,
    reading: 'running',
    ignores: (changed) => {
      const parts = relative(directory, changed).split(sep);
      return parts.some((part) => /^\.(?!\.?$)/.test(part) || part === 'node_modules');
    },
    read: async (options = {}) => {
      // Both files may have changed since: they are read again
      const project = readProject(file);
      return findProxies(await runProgram(app, project, readStack(project, stack, config), options));
    },
  };
}
