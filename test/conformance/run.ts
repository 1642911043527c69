import { parseArgs } from 'node:util';
import { judge } from './runner/judge.ts';
import { loadCases, type ConformanceCase } from './runner/load-cases.ts';
import { inPool } from './runner/pool.ts';
import { formatResult, formatTable, formatTotals, type Result } from './runner/report.ts';
import { skipTarget, target, TARGET_NAMES, type TargetName } from './runner/targets.ts';

const USAGE = `npm run conformance -- [options]

  --only R01,T*            these cases
  --target NAME            nginx, wsproxy, or nginx-conf: nginx with what we write of
                           each nginx.conf; all by default
  -j, --jobs N             so many cases at a time; 8 by default
  -v, --verbose            every case when it is over
  -h, --help               this text
`;

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`conformance: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

/** @returns the exit code: 1 when a case failed */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '*' },
      target: { type: 'string' },
      jobs: { type: 'string', short: 'j', default: '8' },
      verbose: { type: 'boolean', short: 'v', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const cases = choose(loadCases(), values.only.split(','));
  const start = performance.now();
  const results: Result[] = [];
  for (const name of chooseTargets(values.target)) {
    const skip = skipTarget(name);
    if (skip === false) results.push(...(await run(name, cases, readJobs(values.jobs), values.verbose)));
    else process.stdout.write(`${name} is skipped: ${skip}\n\n`);
  }
  report(results, performance.now() - start);
  return results.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

async function run(
  name: TargetName,
  cases: readonly ConformanceCase[],
  jobs: number,
  verbose: boolean,
): Promise<Result[]> {
  const at = target(name);
  return await inPool(cases, jobs, async ({ topic, test }) => {
    const result = { ...(await judge(test, at)), topic, target: name };
    if (verbose) process.stdout.write(`${formatResult(result)}\n`);
    return result;
  });
}

function report(results: readonly Result[], ms: number): void {
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  const retried = results.filter(({ verdict, mistimed }) => verdict !== 'failed' && mistimed !== undefined);
  const parts = [
    formatTable(results),
    ...[...retried, ...failed].map(formatResult),
    `${formatTotals(results)}\n${(ms / 1000).toFixed()} s`,
  ];
  process.stdout.write(`${parts.join('\n\n')}\n`);
}

function choose(cases: readonly ConformanceCase[], patterns: readonly string[]): readonly ConformanceCase[] {
  const fits = (id: string, pattern: string): boolean =>
    pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
  const unknown = patterns.find((pattern) => !cases.some(({ test }) => fits(test.id, pattern)));
  if (unknown !== undefined) throw new Error(`--only: no case is ${unknown}`);
  return cases.filter(({ test }) => patterns.some((pattern) => fits(test.id, pattern)));
}

function chooseTargets(name: string | undefined): readonly TargetName[] {
  if (name === undefined) return TARGET_NAMES;
  const chosen = TARGET_NAMES.filter((each) => each === name);
  if (chosen.length === 0) throw new Error(`--target is ${name}, but may be ${TARGET_NAMES.join(' or ')}`);
  return chosen;
}

function readJobs(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new Error(`--jobs is ${text}, but may be 1 to 99`);
  return Number(text);
}
