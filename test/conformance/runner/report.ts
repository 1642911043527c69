import type { Failure } from './check.ts';
import { VERDICTS, type Outcome } from './judge.ts';

/** A case's outcome at one target. */
export interface Result extends Outcome {
  readonly topic: string;
  readonly target: string;
}

const COLUMNS = [...VERDICTS, 'retried'] as const;

/** How much of what was seen is shown. */
const LONGEST = 400;

/** One row a topic, with its counts at each target. */
export function formatTable(results: readonly Result[]): string {
  const targets = distinct(results.map(({ target }) => target));
  const topics = distinct(results.map(({ topic }) => topic));
  const cells = (topic: string, target: string): string[] =>
    counts(results.filter((each) => each.topic === topic && each.target === target)).map(String);
  return formatRows([
    ['', ...targets.flatMap((target) => [target, ...COLUMNS.slice(1).map(() => '')])],
    ['topic', ...targets.flatMap(() => COLUMNS)],
    ...topics.map((topic) => [topic, ...targets.flatMap((target) => cells(topic, target))]),
  ]);
}

/** One line a target. */
export function formatTotals(results: readonly Result[]): string {
  return distinct(results.map(({ target }) => target))
    .map((target) => {
      const own = results.filter((each) => each.target === target);
      return `${target}: ${own.length} cases, ${counts(own)
        .map((count, index) => `${count} ${COLUMNS[index] ?? ''}`)
        .join(', ')}`;
    })
    .join('\n');
}

/** A case in one line, then what is to be said about it. */
export function formatResult({ target, test, verdict, failures, reason, mistimed }: Result): string {
  return [
    `${verdict} ${target} ${test.id} ${test.title}`,
    ...(reason === undefined ? [] : [`  by design: ${reason}`]),
    ...failures.map(formatFailure),
    ...(mistimed === undefined ? [] : ['  run again, because at first:', ...mistimed.map(formatFailure)]),
  ].join('\n');
}

export function formatFailure({ what, expected, seen }: Failure): string {
  return `  ${what}\n    expected ${shorten(expected)}\n    seen     ${shorten(seen)}`;
}

function counts(results: readonly Result[]): number[] {
  return [
    ...VERDICTS.map((verdict) => results.filter((each) => each.verdict === verdict).length),
    results.filter(({ mistimed }) => mistimed !== undefined).length,
  ];
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** Both ends stay, because patterns ask for either. */
function shorten(text: string): string {
  const line = text.trim().replaceAll('\n', ' | ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST / 2)} … ${line.slice(-LONGEST / 2)}`;
}

function formatRows(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2);
  return rows.map((row) => row.map(pad).join('').trimEnd()).join('\n');
}
