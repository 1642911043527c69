/**
 * `npm test`: all tests, or with `npm test -- FILE ...` those in these files.
 *
 * Some tests need time to pass as they say it does: timeouts of real sockets, some of them nginx's. On a busy machine one of thousands
 * may be late, so a file that failed is run once more, with nothing beside it. Both runs are shown. Where many failed, none is run again.
 */
import { globSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { run, type EventData } from 'node:test';
import { spec } from 'node:test/reporters';

/** More than the cores of a small machine: many tests wait. */
const CONCURRENCY = 3;

const TIMEOUT_MS = 300_000;

const MOST_RUN_AGAIN = 5;

/** Those that wait longest for other programs come first, so that the others run meanwhile. */
const FIRST = ['terraform', 'consumers', 'examples', 'conformance'];

/** What came of a file; nothing where its process did not come to its end. */
type Results = Map<string, EventData.TestSummary | undefined>;

const root = resolve(import.meta.dirname, '..');
const chosen = process.argv.slice(2).map((file) => resolve(file));
const results = await runFiles(chosen.length > 0 ? chosen : allFiles(), CONCURRENCY);
const late = failedFiles();
if (late.length > 0 && late.length <= MOST_RUN_AGAIN) {
  say(`failed beside others, run again alone:\n${names(late)}`);
  for (const [file, result] of await runFiles(late, 1)) results.set(file, result);
  const passed = late.filter((file) => !failedFiles().includes(file));
  if (passed.length > 0) say(`failed beside others, passed alone:\n${names(passed)}`);
}
const counts = [...results.values()].map((result) => result?.counts ?? { tests: 1, passed: 0, skipped: 0 });
const [tests, passed, skipped] = (['tests', 'passed', 'skipped'] as const).map((count) =>
  counts.reduce((sum, each) => sum + each[count], 0),
) as [number, number, number];
say(`${passed} passed, ${tests - passed - skipped} failed, ${skipped} skipped`);
process.exitCode = failedFiles().length > 0 || results.size === 0 ? 1 : 0;

function allFiles(): string[] {
  const isFirst = (file: string): boolean => FIRST.some((folder) => file.startsWith(`test/${folder}/`));
  const files = globSync('test/**/*.test.ts', { cwd: root }).sort();
  return [...files.filter(isFirst), ...files.filter((file) => !isFirst(file))].map((file) => resolve(root, file));
}

/** Runs test files, each in a process of its own, and shows what they do as it comes. */
async function runFiles(files: readonly string[], concurrency: number): Promise<Results> {
  const ended: Results = new Map(files.map((file) => [file, undefined]));
  const execArgv = ['--conditions=wsproxy-source'];
  const events = run({ files, cwd: root, concurrency, timeout: TIMEOUT_MS, execArgv });
  events.on('test:summary', (summary) => {
    if (summary.file !== undefined) ended.set(summary.file, summary);
  });
  for await (const text of events.compose(spec())) process.stdout.write(text as string);
  return ended;
}

function failedFiles(): string[] {
  return [...results].filter(([, result]) => result?.success !== true).map(([file]) => file);
}

function names(files: readonly string[]): string {
  return files.map((file) => `  ${relative(root, file)}\n`).join('');
}

function say(text: string): void {
  process.stdout.write(`\n${text.trimEnd()}\n`);
}
