import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as entry from '../../lib/cdk/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { root } from '../support/tools.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bundleDependencies: readonly string[];
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** Parts of what jsii knows of a package. */
interface Assembly {
  readonly types: Readonly<Record<string, { readonly kind: string; readonly name: string }>>;
}

/** The options that jsii wants and those that the sources are written for. */
const TSCONFIG = {
  compilerOptions: {
    ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', moduleResolution: 'nodenext', types: ['node'] },
    ...{ strict: true, skipLibCheck: true, declaration: true, noEmitOnError: true },
    ...{ isolatedModules: true, verbatimModuleSyntax: true },
    ...{ erasableSyntaxOnly: true, rewriteRelativeImportExtensions: true },
  },
  files: ['lib/cdk/index.ts'],
};

test('jsii compiles the entry for CDK, as Python, Java, C# and Go would have it', async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  for (const part of ['lib/cdk', 'lib/plan', 'proxy-runtime'])
    cpSync(join(root, part), join(path, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  writeFileSync(join(path, 'README.md'), '');
  writeFileSync(join(path, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  writeFileSync(join(path, 'package.json'), JSON.stringify(jsiiPackage()));
  const jsii = join(root, 'node_modules/jsii/bin/jsii');
  // nginx calls directives `return`, `if` and `internal`; the generators write `return_` where a language has that word.
  const args = ['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--silence-warnings', 'reserved-word'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [jsii, ...args], {
    cwd: path,
    encoding: 'utf8',
    env: { ...process.env, JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' },
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  const { types } = JSON.parse(readFileSync(join(path, '.jsii'), 'utf8')) as Assembly;
  const classes = Object.values(types).filter(({ kind }) => kind === 'class');
  const errors = ['ConfigError', 'PlanError'];
  assert.deepEqual(
    classes.map(({ name }) => name).sort(),
    Object.keys(entry)
      .filter((name) => !errors.includes(name))
      .sort(),
  );
});

/** The part for CDK as a package of its own: jsii knows no other dependencies than its own modules and those bundled. */
function jsiiPackage(): object {
  const { dependencies, bundleDependencies, peerDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Manifest;
  const peers = Object.entries(peerDependencies).filter(([name]) => ['aws-cdk-lib', 'constructs'].includes(name));
  return {
    ...{ name: 'websocket-proxy-constructs-cdk', version: '0.0.0', description: 'A test', license: 'Apache-2.0' },
    author: { name: 'A test', email: 'test@example.com' },
    repository: { type: 'git', url: 'https://example.com/test.git' },
    ...{ type: 'module', main: 'lib/cdk/index.js', types: 'lib/cdk/index.d.ts', stability: 'stable' },
    jsii: { outdir: 'dist', targets: {} },
    ...{ dependencies, bundleDependencies },
    peerDependencies: Object.fromEntries(peers),
    // jsii has packages developed with the oldest of each peer.
    devDependencies: Object.fromEntries(peers.map(([name, range]) => [name, range.replace('^', '')])),
  };
}
