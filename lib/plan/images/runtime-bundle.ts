import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanError } from '../errors/plan-error.ts';

/** The bundled proxy server, next to its Dockerfile. */
const BUNDLE = 'server.mjs';

/**
 * The directory of the bundled proxy server and its Dockerfile.
 *
 * @param from - the directory of this module: `lib/plan/images` in the package's sources, `dist/cjs/lib/plan/images` in its build
 * @throws PlanError when it has not been built
 */
export function runtimeDirectory(from = import.meta.dirname): string {
  const directory = ['../../../dist/proxy-runtime', '../../../../proxy-runtime']
    .map((path) => join(from, path))
    .find((path) => existsSync(join(path, BUNDLE)));
  if (directory === undefined) {
    throw new PlanError(
      'WSPROXY_IMAGE',
      `the proxy server is not built: there is no dist/proxy-runtime/${BUNDLE}; run \`npm run build\``,
    );
  }
  return directory;
}

/** The bundled proxy server as a file to upload. */
export interface ServerFile {
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** How the file to upload ends, so that a task can be allowed to read every version of it in a bucket, and nothing else there. */
export const SERVER_EXTENSION = '.wsproxy';

/** @throws PlanError when it has not been built */
export function serverFile(): ServerFile {
  const path = join(runtimeDirectory(), '..', 'node-image', `server${SERVER_EXTENSION}`);
  return { path, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
}

/** The program for `node -e` that fetches the server where a container's image has Node alone. */
export function bootProgram(): string {
  return readFileSync(join(runtimeDirectory(), '..', 'node-image', 'boot.mjs'), 'utf8').trim();
}
