/**
 * Tries the package with other versions of its peers than those installed: installs them in a folder of their own and runs there the tests of
 * both front ends, snapshots included, with the sources as they are.
 *
 *     npm run peers                              the oldest that package.json allows
 *     npm run peers -- aws-cdk-lib@2.200.0       the same, but this one; several may be given
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Tests of what is rendered, and of what Pulumi is asked for; not those that stand in for its engine, whose protocol is that of the Pulumi installed. */
const TESTS = [
  ...['backend-service', 'backend-url', 'environments', 'errors', 'network', 'nginx-conf', 'other-stacks'],
  ...['runtime-image', 'snapshot', 'vpcs', 'websocket-proxy'],
].map((name) => `test/cdk/${name}.test.ts`);
const PULUMI_TESTS = [
  ...['backends', 'component', 'errors', 'nginx-conf', 'provider', 'runtime-image', 'websocket-proxy'],
].map((name) => `test/pulumi/${name}.test.ts`);

type Versions = Readonly<Record<string, string>>;

const versions = { ...oldestPeers(), ...versionsGiven(process.argv.slice(2)) };
const folder = mkdtempSync(join(tmpdir(), 'wsproxy-peers-'));
try {
  const peers = install(versions);
  console.log(
    Object.keys(versions)
      .map((name) => `${name} ${installedVersion(peers, name)}`)
      .join(', '),
  );
  const { status } = spawnSync(
    process.execPath,
    ['--conditions=wsproxy-source', '--test', '--test-reporter=dot', ...TESTS, ...PULUMI_TESTS],
    { cwd: sourcesWith(peers), stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The lower bound of each range in package.json. */
function oldestPeers(): Versions {
  const { peerDependencies } = readJson(join(root, 'package.json')) as { readonly peerDependencies: Versions };
  const bounds = Object.entries(peerDependencies).map(([name, range]) => [
    name,
    /\d+\.\d+\.\d+/.exec(range)?.[0] ?? '',
  ]);
  return Object.fromEntries(bounds) as Versions;
}

function versionsGiven(specs: readonly string[]): Versions {
  const given = specs.map((spec) => {
    const [, name, version] = /^(@?[^@]+)@(.+)$/.exec(spec) ?? [];
    if (name === undefined || version === undefined) throw new Error(`${spec}: must be NAME@VERSION`);
    return [name, version] as const;
  });
  return Object.fromEntries(given);
}

/** @returns the folder of their node_modules */
function install(dependencies: Versions): string {
  const project = join(folder, 'peers');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', '--silent'];
  const { status } = spawnSync('npm', ['install', ...options], { cwd: project, stdio: 'inherit' });
  if (status !== 0) throw new Error('npm could not install these versions');
  return join(project, 'node_modules');
}

/** A copy of the sources, whose modules are ours but for the peers. */
function sourcesWith(peers: string): string {
  const copy = join(folder, 'sources');
  const own = new Set(['.git', 'node_modules', 'dist'].map((name) => join(root, name)));
  cpSync(root, copy, { recursive: true, filter: (from) => !own.has(from) });
  symlinkSync(join(root, 'dist'), join(copy, 'dist'));
  const modules = join(copy, 'node_modules');
  mkdirSync(modules);
  const replaced = new Set(['aws-cdk-lib', 'constructs', '@pulumi', 'websocket-proxy-constructs']);
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!replaced.has(name)) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const name of ['aws-cdk-lib', 'constructs', '@pulumi']) symlinkSync(join(peers, name), join(modules, name));
  symlinkSync(dirname(modules), join(modules, 'websocket-proxy-constructs'));
  return copy;
}

function installedVersion(modules: string, name: string): string {
  return (readJson(join(modules, name, 'package.json')) as { readonly version: string }).version;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
