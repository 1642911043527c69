import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Files, Project } from './projects.ts';
import { readmeExamples } from './readme.ts';

/** What the template aws-typescript has: its modules were `commonjs` for years. */
export function pulumiProgram(module: 'nodenext' | 'commonjs', source = readmeExamples().pulumi): Files {
  return {
    'Pulumi.yaml': 'name: edge\nruntime: nodejs\n',
    'package.json': { name: 'edge', main: 'index.ts' },
    'tsconfig.json': {
      compilerOptions: {
        strict: true,
        outDir: 'bin',
        target: 'es2020',
        module,
        moduleResolution: module === 'commonjs' ? 'node' : module,
        sourceMap: true,
        experimentalDecorators: true,
        pretty: true,
        noFallthroughCasesInSwitch: true,
        noImplicitReturns: true,
        forceConsistentCasingInFileNames: true,
      },
      files: ['index.ts'],
    },
    'index.ts': source,
  };
}

/** Runs a program as Pulumi's language host does at `pulumi up`, types checked, but with mocks. @returns the types of what it declares, and its output */
export function runPulumi(project: Project): Promise<string> {
  const sdk = createRequire(join(project.folder, 'index.js')).resolve('@pulumi/pulumi');
  const runner = join(dirname(sdk), 'cmd', 'run', 'index.js');
  const engine = pathToFileURL(join(import.meta.dirname, 'mocked-engine.mjs')).href;
  const options = ['--project=edge', '--stack=dev', `--pwd=${project.folder}`, '--monitor=mock'];
  return project.run(process.execPath, [`--import=${engine}`, runner, ...options, '.'], {
    PULUMI_NODEJS_TYPESCRIPT: 'true',
  });
}
