/**
 * Builds dist/: the package as JavaScript (dist/cjs), the bundled proxy server with its Dockerfile (dist/proxy-runtime), and what of it goes
 * to a public Node image (dist/node-image). `--runtime` builds only the latter two, which is all that sources need beside themselves to be
 * run and tested.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { SERVER_EXTENSION } from '../lib/plan/images/runtime-bundle.ts';
import { withoutImportsOfBuiltins } from './builtin-modules.ts';
import { toCommonJs } from './common-js.ts';
import { MINIFIED } from './bundle-options.ts';
import { dockerfile } from './dockerfile.ts';
import { linkSelf } from './link-self.ts';

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
await buildRuntime(join(dist, 'proxy-runtime'), join(dist, 'node-image'));

/** The proxy as one file that needs nothing but Node, in the build context of its image, and as a file to upload with the program that fetches it. */
async function buildRuntime(context: string, nodeImage: string): Promise<void> {
  for (const folder of [context, nodeImage]) mkdirSync(folder, { recursive: true });
  const server = join(context, 'server.mjs');
  const uploaded = join(nodeImage, `server${SERVER_EXTENSION}`);
  const boot = join(nodeImage, 'boot.mjs');
  const { outputFiles } = await build({
    ...MINIFIED,
    entryPoints: [join(root, 'proxy-runtime/program.ts')],
    write: false,
  });
  for (const file of [server, uploaded])
    writeFileSync(`${file}.new`, outputFiles.map(({ text }) => withoutImportsOfBuiltins(text)).join(''));
  await build({
    ...MINIFIED,
    entryPoints: [join(root, 'proxy-runtime/aws/boot.ts')],
    outfile: `${boot}.new`,
    // CDK, Pulumi and Terraform read `${…}` as theirs.
    supported: { 'template-literal': false },
  });
  writeFileSync(join(context, 'Dockerfile'), dockerfile());
  // At once: somebody may be reading the ones before.
  for (const file of [server, uploaded, boot]) renameSync(`${file}.new`, file);
}
