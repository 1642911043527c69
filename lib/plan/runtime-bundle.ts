import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanError } from './plan-error.ts';

/** The bundled proxy server, next to its Dockerfile. */
const BUNDLE = 'server.mjs';

/**
 * The directory of the bundled proxy server and its Dockerfile.
 *
 * @param from - the directory of this module: `lib/plan` in the package's sources, `dist/cjs/lib/plan` in its build
 * @throws PlanError when it has not been built
 */
export function runtimeDirectory(from = import.meta.dirname): string {
  const directory = ['../../dist/proxy-runtime', '../../../proxy-runtime']
    .map((path) => join(from, path))
    .find((path) => existsSync(join(path, BUNDLE)));
  if (directory === undefined) {
    throw new PlanError(
      `the proxy server is not built: there is no dist/proxy-runtime/${BUNDLE}; run \`npm run build\``,
    );
  }
  return directory;
}

/** The bundled proxy server, packed as a program for `node -e`: by the build, so that every machine that synthesizes has the same bytes. */
export function nodeImageProgram(): string {
  return readFileSync(join(runtimeDirectory(), '..', 'node-image.mjs'), 'utf8');
}
