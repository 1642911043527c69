import type { BuildOptions } from 'esbuild';

/** A program for the Node of the container, in one file and as small as it gets. */
export const MINIFIED = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node26',
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;
