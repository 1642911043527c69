import { InputError, SynthesisError } from '../lib/local/index.ts';
import { ConfigError } from '../proxy-runtime/index.ts';
import { explainListenError } from '../proxy-runtime/process/listen-error.ts';

/** The exit code for bad usage and bad input. */
export const BAD_INPUT = 2;

/** Prints an error as one line, after what a failing app itself wrote. @returns the exit code */
export function reportError(error: unknown): number {
  if (error instanceof SynthesisError) process.stderr.write(error.output);
  printError(error);
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
