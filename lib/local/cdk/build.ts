import { runApp, type RunAppOptions } from '../program/run-app.ts';
import type { AppBuild } from './app-source.ts';
import { defaultEnvironment } from './default-environment.ts';

/**
 * Runs the "build" of a cdk.json as the CDK CLI does before the app.
 *
 * @throws SynthesisError when it fails
 */
export async function buildCdkApp(build: AppBuild, options: RunAppOptions = {}): Promise<void> {
  const { command, directory, context } = build;
  const environment = { ...defaultEnvironment(context) };
  await runApp({ command, directory, environment, title: `the build (${command})` }, options);
}
