import { appendFileSync } from 'node:fs';
import type { ErrorLogTarget, LogLevel } from '../../proxy-runtime/config/index.ts';
import { formatErrorLine, isLogged, isStream, logPath, writeLine } from '../../proxy-runtime/logging/index.ts';
import { describeSystemError } from './system-error.ts';

const DEFAULT_LEVEL = 'error';

/**
 * What happens to the process, in nginx's error log: its start, signals and end. While it starts, what is `warn` or worse is
 * told on the console, too.
 *
 * Its lines are few, so each opens the files again, and a log that was rotated is found without a signal.
 */
export class ProcessLog {
  #targets: readonly ErrorLogTarget[];
  #console: ((level: LogLevel, message: string) => void) | undefined;

  /** @param console - takes what whoever starts the process is to read */
  constructor(targets: readonly ErrorLogTarget[], console: (level: LogLevel, message: string) => void) {
    this.#targets = targets;
    this.#console = console;
  }

  /** Logs to these from now on: a configuration has been read. */
  use(targets: readonly ErrorLogTarget[]): void {
    this.#targets = targets;
  }

  /** The process is up: from now on, only the logs are written. */
  leaveConsole(): void {
    this.#console = undefined;
  }

  log(level: LogLevel, message: string): void {
    const line = formatErrorLine(level, message, undefined);
    let onConsole = false;
    for (const { path: name, level: threshold = DEFAULT_LEVEL } of this.#targets) {
      if (!isLogged(level, threshold)) continue;
      const path = logPath(name);
      if (isStream(path)) writeLine(path, line, 'utf8');
      else append(path, line);
      onConsole ||= path === 'stderr';
    }
    if (!onConsole && isLogged(level, 'warn')) this.#console?.(level, message);
  }
}

function append(path: string, line: string): void {
  try {
    appendFileSync(path, `${line}\n`);
  } catch {
    // A full disk must not end the tunnels, and there is nowhere else to tell
  }
}

/** Whether a log file can be written, which creates it. @throws Error */
export function testLogFile(name: string): void {
  const path = logPath(name);
  if (isStream(path)) return;
  try {
    appendFileSync(path, '');
  } catch (error) {
    throw new Error(describeSystemError(`open() "${path}"`, error), { cause: error });
  }
}
