import { bulk } from './bulk.ts';
import { echo } from './echo.ts';
import { get } from './get.ts';
import { memory } from './memory.ts';
import { open } from './open.ts';
import type { Amounts, Row } from './row.ts';

export const ROW_NAMES = ['echo', 'bulk', 'open', 'get', 'memory'] as const;
export type RowName = (typeof ROW_NAMES)[number];

const ROWS = { echo, bulk, open, get, memory } satisfies Record<RowName, (amounts: Amounts) => Row>;

export function chooseRows(names: readonly RowName[], amounts: Amounts): Row[] {
  return names.map((name) => ROWS[name](amounts));
}
