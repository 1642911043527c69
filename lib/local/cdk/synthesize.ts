import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { signalGroup, startCommand } from '../child-process.ts';
import type { CdkAppSource } from './app-source.ts';
import { asObject } from '../json.ts';

/** The app ran and failed; the message is one line that ends with the app's own, `output` is what it wrote to stderr. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
  readonly output: string;

  constructor(message: string, output: string) {
    super(message);
    this.output = output;
  }
}

/** Options of {@link synthesize}. */
export interface SynthesizeOptions {
  /** Context on top of the app's own, by key. @default {} */
  readonly context?: Readonly<Record<string, string>>;
  /** Ends the app when it is aborted. @default - the app takes as long as it takes */
  readonly signal?: AbortSignal;
  /** Gets what the app writes to stdout, line by line. @default - nobody does */
  readonly onOutput?: (line: string) => void;
}

/** Some systems limit one environment variable to 128 KiB, some (Windows) all of them together to 32 KiB. */
const LONGEST_CONTEXT = 16 * 1024;

/**
 * Runs a CDK app as the CDK CLI does, without the CLI, an account, the network or Docker: context by environment, nothing is bundled.
 *
 * @param use - reads the assembly, which is gone afterwards
 * @throws {@link SynthesisError} when the app fails
 */
export async function synthesize<T>(
  app: CdkAppSource,
  use: (assembly: string) => Promise<T>,
  options: SynthesizeOptions = {},
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'wsproxy-'));
  try {
    const assembly = join(directory, 'cdk.out');
    const environment = { CDK_OUTDIR: assembly, ...(await contextVariables(app, directory, options.context)) };
    await run(app, environment, options);
    return await use(assembly);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function contextVariables(
  app: CdkAppSource,
  directory: string,
  context: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const own = {
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:bundling-stacks': [],
  };
  const json = JSON.stringify({ ...asObject(app.context), ...context, ...own });
  if (json.length <= LONGEST_CONTEXT) return { CDK_CONTEXT_JSON: json };
  const file = join(directory, 'context.json');
  await writeFile(file, json);
  return { CDK_CONTEXT_JSON: '{}', CONTEXT_OVERFLOW_LOCATION_ENV: file };
}

async function run(
  app: CdkAppSource,
  environment: Readonly<Record<string, string>>,
  { signal, onOutput }: SynthesizeOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const child = startCommand(app.command, app.directory, environment, ['ignore', 'pipe', 'pipe']);
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  if (child.stdout) createInterface(child.stdout).on('line', (line) => onOutput?.(line));
  const abort = (): void => {
    signalGroup(child, 'SIGKILL');
  };
  signal?.addEventListener('abort', abort, { once: true });
  const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null];
  signal?.removeEventListener('abort', abort);
  signal?.throwIfAborted();
  if (code === 0) return;
  const how = killedBy === null ? `ended with exit code ${String(code)}` : `was ended by ${killedBy}`;
  const said = lastErrorLine(output);
  throw new SynthesisError(`the app (${app.command}) ${how}${said === undefined ? '' : `: ${said}`}`, shorten(output));
}

/** Node shows the line of code that threw, and in a minified library that is all of a file. */
function shorten(output: string): string {
  return output.replaceAll(/^.{2000,}$/gm, (line) => `${line.slice(0, 200)}… (${line.length} characters)`);
}

/** The line of an app's stderr that says what is wrong: of Node's report of an uncaught error the message, else the last one. */
function lastErrorLine(output: string): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(at |Node\.js v|\^|[{}\]]|code: )/.test(line));
  return lines.findLast((line) => /^(Uncaught )?\w*(Error|Exception)( \[\w+\])?: /.test(line)) ?? lines.at(-1);
}
