import { join } from 'node:path';
import { build } from 'esbuild';
import { MINIFIED } from '../bundle-options.ts';
import { pack } from './pack.ts';

/**
 * The program for `node --input-type=module -e` that is a whole proxy server: packed, and what unpacks and runs it. It stands in a task
 * definition, of which ECS takes 64 KiB.
 *
 * @param server - the bundled server, a module that exports `main`
 */
export async function bootProgram(server: Uint8Array): Promise<string> {
  return await bundled('boot.ts', { PACKED: JSON.stringify(pack(server)), LENGTH: String(server.length) });
}

/** @internal For tests: what unpacks there, as a module of its own. */
export async function unpackModule(): Promise<string> {
  return await bundled('unpack.ts', {});
}

async function bundled(file: string, define: Readonly<Record<string, string>>): Promise<string> {
  const { outputFiles } = await build({
    ...MINIFIED,
    entryPoints: [join(import.meta.dirname, file)],
    write: false,
    define: { ...define },
    // CDK, Pulumi and Terraform read `${…}` as theirs.
    supported: { 'template-literal': false },
  });
  return outputFiles[0]?.text.trim() ?? '';
}
