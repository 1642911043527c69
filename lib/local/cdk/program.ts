import { relative, sep } from 'node:path';
import type { ProgramSource } from '../program/program-source.ts';
import { findAppSource } from './app-source.ts';
import { buildCdkApp } from './build.ts';
import { readCdkApp } from './read-app.ts';

/**
 * Opens a CDK app: a directory with a cdk.json, an app file, or a synthesized cdk.out.
 *
 * @param context - CDK context on top of the app's own
 * @throws InputError when `app` is none of these
 */
export function openCdkApp(app: string, context: Readonly<Record<string, string>>): ProgramSource {
  const source = findAppSource(app);
  const { directory } = source;
  const output = source.kind === 'app' ? source.output : undefined;
  return {
    name: app,
    directory,
    synthesized: source.kind === 'assembly',
    reading: 'synthesizing',
    ignores: (file) => {
      const parts = relative(directory, file).split(sep);
      return (
        parts.some((part) => /^\.(?!\.?$)/.test(part) || part === 'node_modules' || part === 'cdk.out') ||
        file === output
      );
    },
    // cdk.json may have changed since, and the build may make what it names: it is read again
    read: async (options = {}) => {
      const { build } = findAppSource(app);
      if (build !== undefined) await buildCdkApp(build, options);
      return readCdkApp(findAppSource(app), { ...options, context });
    },
  };
}
