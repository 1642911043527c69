/**
 * Loaded into the process in which Pulumi's own runner runs a program, before it: where the runner looks for the engine it finds ours. When
 * the program has ended, what it declared is written to a file. An ES module: the runner waits for its `await`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type * as pulumi from '@pulumi/pulumi';
import { VARIABLE } from '../environment.ts';
import type { RunReport, RunRequest } from '../recorded.ts';
import { errorLineOf, hidesStack } from './error-line.ts';
import { Recorder } from './recorder.ts';
import { installEngine } from './install-engine.ts';

const file = process.env[VARIABLE];

// Threads and processes that the program starts are its own
if (isMainThread && file !== undefined) {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
  delete process.env[VARIABLE];
  await prepare(JSON.parse(readFileSync(file, 'utf8')) as RunRequest);
}

async function prepare({ sdk, report, ...request }: RunRequest): Promise<void> {
  const recorder = new Recorder(request.region);
  let errorLine: string | undefined;
  const fail = (error: unknown): void => {
    errorLine = errorLineOf(error);
    if (!hidesStack(error)) console.error(error);
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.on('exit', () => {
    const { resources, placeholders } = recorder;
    const result: RunReport = {
      ...(errorLine !== undefined && { errorLine }),
      resources,
      placeholders: placeholders.issued,
    };
    writeFileSync(report, JSON.stringify(result));
  });
  const runtime = createRequire(import.meta.filename)(sdk) as typeof pulumi;
  await installEngine(runtime, request, recorder);
}
