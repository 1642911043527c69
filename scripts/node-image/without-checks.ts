import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Leaves out what says what is wrong with a configuration's text and shape, which would take more than a tenth of what ECS allows a task
 * definition: a proxy on the Node image gets no configuration but its stack's, which was checked when that was synthesized.
 */
export const withoutChecks: Plugin = {
  name: 'without-checks',
  setup(bundling) {
    bundling.onResolve({ filter: /^\.\/shape\.ts$/ }, () => ({ path: join(import.meta.dirname, 'shape.ts') }));
    bundling.onResolve({ filter: /\/text\/read-config\.ts$/ }, () => ({
      path: join(import.meta.dirname, 'read-config.ts'),
    }));
  },
};
