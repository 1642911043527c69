import { bulk } from './bulk.ts';
import { cold } from './cold.ts';
import { echo } from './echo.ts';
import { get } from './get.ts';
import { memory } from './memory.ts';
import { open } from './open.ts';
import { rest } from './rest.ts';
import type { Amounts, Row } from './row.ts';
import { slow } from './slow.ts';
import { start } from './start.ts';
import { storm } from './storm.ts';

export const ROW_NAMES = ['echo', 'bulk', 'open', 'get', 'cold', 'start', 'memory', 'storm', 'slow', 'rest'] as const;
export type RowName = (typeof ROW_NAMES)[number];

const ROWS = { echo, bulk, open, get, cold, start, memory, storm, slow, rest } satisfies Record<
  RowName,
  (amounts: Amounts) => Row
>;

export function chooseRows(names: readonly RowName[], amounts: Amounts): Row[] {
  return names.map((name) => ROWS[name](amounts));
}
