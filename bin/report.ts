import { InputError, SynthesisError } from '../lib/local/index.ts';
import { ConfigError } from '../proxy-runtime/index.ts';
import { explainListenError } from '../proxy-runtime/process/index.ts';

/** The exit code for bad usage and bad input. */
export const BAD_INPUT = 2;

/** Prints an error as one line; of a failing app also what it wrote before, and where in its code that was. @returns the exit code */
export function reportError(error: unknown): number {
  const { before, details } = error instanceof SynthesisError ? error : { before: [], details: [] };
  for (const line of before) process.stderr.write(`${line}\n`);
  printError(error);
  for (const line of details) process.stderr.write(`  ${line}\n`);
  const badInput = error instanceof InputError || error instanceof ConfigError || error instanceof SynthesisError;
  return badInput ? BAD_INPUT : 1;
}

export function printError(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const text = process.env['DEBUG'] ? stack : undefined;
  process.stderr.write(
    `wsproxy: ${text ?? (explainListenError(error) ?? message).trim().replaceAll(/\s*\n\s*/g, ' ')}\n`,
  );
}
