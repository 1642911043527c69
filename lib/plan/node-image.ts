import { nodeImageProgram } from './runtime-bundle.ts';

/** A public image with Node, for both architectures. */
export const NODE_IMAGE = 'public.ecr.aws/docker/library/node:26-slim';

/** The entry point with which that image runs the proxy server: unpacked, and without a file, as the root filesystem is read-only; with a worker on each core. */
export function nodeImageEntryPoint(): string[] {
  // The flags of the Dockerfile: idle tunnels are not to be outweighed by the garbage of their beginning.
  return [
    'node',
    '--max-semi-space-size=4',
    '--no-concurrent-recompilation',
    '--input-type=module',
    '-e',
    nodeImageProgram(),
    '--',
    '--workers',
    'auto',
  ];
}
