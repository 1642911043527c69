import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.ts';

/**
 * Packs the package as it would be published, from its sources as they are now.
 *
 * @param folder - an empty one, for the tarball and for what is needed to make it
 * @returns the tarball
 */
export function packPackage(folder: string): string {
  // Apart from the repository, whose dist other tests use meanwhile.
  const copy = join(folder, 'copy');
  const own = new Set(['.git', 'node_modules', 'dist'].map((name) => join(root, name)));
  cpSync(root, copy, { recursive: true, filter: (from) => !own.has(from) });
  linkModules(join(copy, 'node_modules'));
  for (const args of [
    ['run', 'build'],
    ['pack', '--ignore-scripts', '--pack-destination', folder],
  ])
    execFileSync('npm', ['--silent', ...args], { cwd: copy, stdio: ['ignore', 'pipe', 'inherit'] });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return join(folder, `websocket-proxy-constructs-${version}.tgz`);
}

/** Unpacks the package into a folder's node_modules. @returns where it is then */
export function installPacked(tarball: string, folder: string): string {
  const installed = join(folder, 'node_modules', 'websocket-proxy-constructs');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  return installed;
}

/** What is bundled has to be there itself; the rest is linked. */
function linkModules(modules: string): void {
  const bundled = new Set<string>();
  const add = (name: string): void => {
    bundled.add(name);
    for (const dependency of dependenciesOf(join(root, 'node_modules', name))) add(dependency);
  };
  for (const name of dependenciesOf(root)) add(name);
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    const from = join(root, 'node_modules', name);
    if (bundled.has(name)) cpSync(from, join(modules, name), { recursive: true });
    else symlinkSync(from, join(modules, name));
  }
}

function dependenciesOf(folder: string): string[] {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  return Object.keys((JSON.parse(text) as { readonly dependencies?: object }).dependencies ?? {});
}
