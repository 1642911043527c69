import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Leaves out the check of a configuration's shape, which would take a tenth of what ECS allows a task definition: a proxy on the Node image
 * gets no configuration but its stack's, which was checked when that was synthesized.
 */
export const withoutShape: Plugin = {
  name: 'without-shape',
  setup(bundling) {
    bundling.onResolve({ filter: /^\.\/shape\.ts$/ }, () => ({ path: join(import.meta.dirname, 'shape.ts') }));
  },
};
