import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CdkAppSource } from './app-source.ts';
import { defaultEnvironment } from './default-environment.ts';
import { failsForWantOfLookups, validationErrorLine } from './validation-report.ts';
import type { JsonObject } from '../deployed/json.ts';
import { runApp, SynthesisError, type RunAppOptions } from '../program/run-app.ts';

/** Options of {@link synthesize}. */
export interface SynthesizeOptions extends RunAppOptions {
  /** Context on top of the app's own, by key. @default {} */
  readonly context?: Readonly<Record<string, string>>;
}

/** Some systems limit one environment variable to 128 KiB, some (Windows) all of them together to 32 KiB. */
const LONGEST_CONTEXT = 16 * 1024;

/**
 * Runs a CDK app as the CDK CLI does, without the CLI, an account, the network or Docker: context by environment, nothing is bundled.
 * What cdk.context.json has no lookup of is what CDK puts there until it is looked up.
 *
 * @param use - reads the assembly, which is gone afterwards
 * @throws SynthesisError when the app fails
 */
export async function synthesize<T>(
  app: CdkAppSource,
  use: (assembly: string) => Promise<T>,
  options: SynthesizeOptions = {},
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'wsproxy-'));
  try {
    const assembly = join(directory, 'cdk.out');
    const context = { ...app.context, ...options.context };
    const environment = {
      CDK_OUTDIR: assembly,
      ...defaultEnvironment(context),
      ...(await contextVariables(context, directory)),
    };
    const title = `the app (${app.command})`;
    const errorLine = (): string | undefined => validationErrorLine(assembly);
    try {
      await runApp({ command: app.command, directory: app.directory, environment, title, errorLine }, options);
    } catch (error) {
      if (!(error instanceof SynthesisError) || !failsForWantOfLookups(assembly)) throw error;
    }
    return await use(assembly);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function contextVariables(context: JsonObject, directory: string): Promise<Record<string, string>> {
  const own = {
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:bundling-stacks': [],
  };
  const json = JSON.stringify({ ...context, ...own });
  if (json.length <= LONGEST_CONTEXT) return { CDK_CONTEXT_JSON: json };
  const file = join(directory, 'context.json');
  await writeFile(file, json);
  return { CDK_CONTEXT_JSON: '{}', CONTEXT_OVERFLOW_LOCATION_ENV: file };
}
