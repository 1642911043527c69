import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { signalGroup, startCommand } from '../child-process.ts';
import { readFailure, type Failure } from './failure.ts';

/** The user's program ran and failed; the message is one line that ends with the program's own. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
  /** All that the program wrote to stderr. */
  readonly output: string;
  /** What of that came before its error, line by line. */
  readonly before: readonly string[];
  /** What of its error the message doesn't say, line by line: the rest of the program's message, and the places in the user's code. */
  readonly details: readonly string[];

  constructor(message: string, output: string, { before, details }: Pick<Failure, 'before' | 'details'>) {
    super(message);
    this.output = output;
    this.before = before;
    this.details = details;
  }
}

/** What is run, in a shell. */
export interface AppCommand {
  readonly command: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What it is called in an error. */
  readonly title: string;
  /** What it says is wrong, once it has failed. @default - the line of its stderr that says so */
  readonly errorLine?: () => string | undefined;
}

/** Options of {@link runApp}. */
export interface RunAppOptions {
  /** Ends the program when it is aborted. @default - it takes as long as it takes */
  readonly signal?: AbortSignal;
  /** Gets what the program writes to stdout, line by line. @default - nobody does */
  readonly onOutput?: (line: string) => void;
}

/**
 * Runs the user's program to its end.
 *
 * @throws {@link SynthesisError} when it fails
 */
export async function runApp(app: AppCommand, { signal, onOutput }: RunAppOptions = {}): Promise<void> {
  signal?.throwIfAborted();
  const child = startCommand(app.command, app.directory, app.environment, ['ignore', 'pipe', 'pipe']);
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  let lastLines: string[] = [];
  if (child.stdout) {
    createInterface(child.stdout).on('line', (line) => {
      onOutput?.(line);
      lastLines = [...lastLines.slice(-99), line];
    });
  }
  const abort = (): void => {
    signalGroup(child, 'SIGKILL');
  };
  signal?.addEventListener('abort', abort, { once: true });
  const [code, killedBy] = (await once(child, 'close')) as [number | null, string | null];
  signal?.removeEventListener('abort', abort);
  signal?.throwIfAborted();
  if (code === 0) return;
  const how = killedBy === null ? `ended with exit code ${String(code)}` : `was ended by ${killedBy}`;
  const plain = shorten(stripVTControlCharacters(output));
  // A compiler's errors are on stdout
  const lines = lastLines.map((line) => stripVTControlCharacters(line).trim());
  const failure = readFailure(plain, lines.join('\n'), app.errorLine?.());
  const { errorLine } = failure;
  const isShown = onOutput !== undefined && lines.includes(errorLine ?? '');
  const why = errorLine === undefined || isShown ? '' : `: ${errorLine}`;
  throw new SynthesisError(`${app.title} ${how}${why}`, plain, failure);
}

/** Node shows the line of code that threw, and in a minified library that is all of a file. */
function shorten(output: string): string {
  return output.replaceAll(/^.{2000,}$/gm, (line) => `${line.slice(0, 200)}… (${line.length} characters)`);
}
