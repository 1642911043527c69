import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the package resolve by its name from the examples, which have a package.json of their own, as it does where it is installed.
 * npm can't lock a dependency of a package on itself.
 */
export function linkSelf(): void {
  const link = join(import.meta.dirname, '..', 'node_modules', 'websocket-proxy-constructs');
  if (existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync('..', link, 'dir');
}
