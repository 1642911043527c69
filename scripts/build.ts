/**
 * Builds dist/: the package as JavaScript (dist/cjs) and the bundled proxy server with its Dockerfile (dist/proxy-runtime).
 * `--runtime` builds only the latter, which is all that sources need beside themselves to be run and tested.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { toCommonJs } from './common-js.ts';
import { MINIFIED } from './bundle-options.ts';
import { linkSelf } from './link-self.ts';
import { bootProgram } from './node-image/program.ts';
import { withoutChecks } from './node-image/without-checks.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

if (!process.argv.includes('--runtime')) {
  rmSync(dist, { recursive: true, force: true });
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  await toCommonJs(join(dist, 'cjs'));
  chmodSync(join(dist, 'cjs', 'bin', 'wsproxy.js'), 0o755);
}
linkSelf();
await buildRuntime(join(dist, 'proxy-runtime'));

/** The proxy as one file that needs nothing but Node, the Dockerfile of its image, and its program for a public Node image. */
async function buildRuntime(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const server = join(folder, 'server.mjs');
  const options = { ...MINIFIED, entryPoints: [join(root, 'proxy-runtime', 'program.ts')] };
  await build({ ...options, outfile: `${server}.new` });
  // Beside the folder, which is the image's build context.
  const program = join(dist, 'node-image.mjs');
  const { outputFiles } = await build({ ...options, plugins: [withoutChecks], write: false });
  for (const { contents } of outputFiles) writeFileSync(`${program}.new`, await bootProgram(contents));
  // At once: somebody may be reading the ones before.
  for (const file of [server, program]) renameSync(`${file}.new`, file);
  copyFileSync(join(root, 'proxy-runtime', 'Dockerfile'), join(folder, 'Dockerfile'));
}
