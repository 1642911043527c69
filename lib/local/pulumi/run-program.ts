import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEFAULT_REGION, environmentRegion } from '../aws-environment.ts';
import { InputError } from '../input-error.ts';
import { runApp, type RunAppOptions } from '../program/run-app.ts';
import { quote } from '../shell.ts';
import { VARIABLE } from './environment.ts';
import { PlaceholderTable } from './placeholders.ts';
import type { PulumiProject } from './project.ts';
import type { Recording, RunReport, RunRequest } from './recorded.ts';
import type { PulumiStack } from './stack.ts';

/**
 * Runs a program with the runner of its own copy of Pulumi, but without Pulumi's CLI and engine, an account or the network.
 *
 * @param app - what the user calls the program, for errors
 * @throws SynthesisError when the program fails
 * @throws {@link InputError} when its directory has no `@pulumi/pulumi`
 */
export async function runProgram(
  app: string,
  project: PulumiProject,
  stack: PulumiStack,
  options: RunAppOptions = {},
): Promise<Recording> {
  const sdk = findSdk(app, project);
  const directory = await mkdtemp(join(tmpdir(), 'wsproxy-'));
  const report = join(directory, 'report.json');
  const read = (): RunReport | undefined =>
    existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as RunReport) : undefined;
  const errorLine = (): string | undefined => {
    const { errorLine, placeholders = [] } = read() ?? {};
    return new PlaceholderTable(placeholders).reveal(errorLine);
  };
  try {
    const request: RunRequest = { sdk, project: project.name, stack: stack.name, ...config(stack), report };
    const file = join(directory, 'request.json');
    await writeFile(file, JSON.stringify(request));
    const command = runnerCommand(sdk, project, stack.name);
    const environment = {
      [VARIABLE]: file,
      PULUMI_NODEJS_TYPESCRIPT: String(project.typescript),
      // To check types is not our business, and takes many seconds
      PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
    };
    const title = app === '.' ? 'the Pulumi program' : `the Pulumi program ${app}`;
    await runApp({ command, directory: project.directory, environment, title, errorLine }, options);
    return read() ?? { resources: [], placeholders: [] };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function config({ config, secrets }: PulumiStack): Pick<RunRequest, 'config' | 'secrets' | 'region'> {
  return { config, secrets, region: config['aws:region'] ?? environmentRegion(process.env) ?? DEFAULT_REGION };
}

function findSdk(app: string, { program }: PulumiProject): string {
  try {
    return createRequire(join(program.directory, 'index.js')).resolve('@pulumi/pulumi');
  } catch {
    throw new InputError(`${app}: @pulumi/pulumi is not installed there; run npm install in its directory`);
  }
}

/** What Pulumi's language host runs, with our engine loaded first. */
function runnerCommand(sdk: string, { name, directory, program, nodeArguments }: PulumiProject, stack: string): string {
  // main.mts beside sources, main.mjs in the build
  const engine = join(import.meta.dirname, 'engine', `main${extname(import.meta.filename).replace('.', '.m')}`);
  const runner = join(dirname(sdk), 'cmd', 'run', 'index.js');
  const words = [
    // In two words it would keep the runner from loading TypeScript modules
    `--import=${pathToFileURL(engine).href}`,
    runner,
    `--project=${name}`,
    `--stack=${stack}`,
    `--root-directory=${directory}`,
    `--pwd=${program.directory}`,
    // Never connected to
    '--monitor=mock',
    program.file,
  ];
  return `node ${nodeArguments} ${words.map(quote).join(' ')}`;
}
