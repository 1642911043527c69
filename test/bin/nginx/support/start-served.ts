import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProgram, type Program } from '../../../support/program.ts';
import type { Settings } from './served.ts';

/** A process that serves a stand-in for the proxy. */
export interface Served extends AsyncDisposable {
  readonly program: Program;
  readonly pidFile: string;
  /** What its error log has so far. */
  readonly log: () => string;
}

/** Starts one, with its files in `folder`. */
export function startServed(folder: string, settings: Partial<Settings> = {}): Served {
  const { pidFile, errorLog, ...more } = {
    pidFile: join(folder, 'nginx.pid'),
    errorLog: join(folder, 'error.log'),
    ...settings,
  };
  const program = startProgram(process.execPath, [
    join(import.meta.dirname, 'served.ts'),
    JSON.stringify({ pidFile, errorLog, ...more } satisfies Settings),
  ]);
  return {
    program,
    pidFile,
    log: () => (existsSync(errorLog) ? readFileSync(errorLog, 'utf8') : ''),
    [Symbol.asyncDispose]: program[Symbol.asyncDispose],
  };
}
