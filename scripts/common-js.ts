import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What stands for `import.meta` in a CommonJS module. */
const IMPORT_META = join(import.meta.dirname, 'import-meta.js');

/**
 * Makes CommonJS of a folder's ES modules, each in its place, but for `.mjs`. Every project can load that, by `import` as well, and a process that
 * does both has each class once.
 */
export async function toCommonJs(folder: string): Promise<void> {
  await build({
    entryPoints: globSync('**/*.js', { cwd: folder }).map((file) => join(folder, file)),
    outdir: folder,
    outbase: folder,
    allowOverwrite: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22.12',
    define: { 'import.meta': 'importMeta' },
    inject: [IMPORT_META],
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
}
