import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { parseCase, type Case } from './case.ts';

const folder = fileURLToPath(new URL('../cases/', import.meta.url));

/** A case of the project's own. */
export interface ConformanceCase {
  /** The file it is in. */
  readonly topic: string;
  readonly test: Case;
}

/** All cases in `cases/`. */
export function loadCases(): readonly ConformanceCase[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const inputs = parse(readFileSync(folder + file, 'utf8')) as unknown[];
      return inputs.map((input) => ({ topic: basename(file, '.yaml'), test: parseCase(input) }));
    });
}
