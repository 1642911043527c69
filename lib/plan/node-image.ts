import { compressedRuntime } from './runtime-bundle.ts';

/** A public image with Node, for both architectures. */
export const NODE_IMAGE = 'public.ecr.aws/docker/library/node:26-slim';

/** The entry point with which that image runs the proxy server: unpacked, and without a file, as the root filesystem is read-only. */
export function nodeImageEntryPoint(): string[] {
  return ['node', '--input-type=module', '-e', bootProgram(), '--'];
}

/** The proxy server has no dependencies, so it can be imported from its own text. */
function bootProgram(): string {
  return [
    "import { brotliDecompressSync as unpack } from 'node:zlib';",
    `const server = unpack(Buffer.from('${compressedRuntime()}', 'base64')).toString('base64');`,
    "const { main } = await import('data:text/javascript;base64,' + server);",
    'await main(process.argv.slice(1));',
  ].join('\n');
}
