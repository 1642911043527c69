import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compare } from './compare.ts';
import { growth } from './growth.ts';
import { formatGrowth } from './growth/report-growth.ts';
import { buildLoad } from './load/build.ts';
import { checkMachine } from './measure/machine.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { findPeers, type FoundPeers } from './peers/index.ts';
import { deployed, profiledPeer } from './peers/ours.ts';
import { drawChart } from './report/chart.ts';
import { describeRun, type Results } from './report/results.ts';
import { formatFigures } from './report/table.ts';
import type { Amounts } from './rows/row.ts';

// nginx closes a tunnel that has been idle for a minute
const USUAL: Amounts = {
  warm: 0.5,
  seconds: 1.5,
  cold: 2,
  storm: 8000,
  idleTunnels: 4000,
  slowReaders: 2000,
  rest: 50,
};
const QUICK: Amounts = {
  warm: 0.1,
  seconds: 0.25,
  cold: 0.5,
  storm: 1000,
  idleTunnels: 1000,
  slowReaders: 200,
  rest: 5,
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

/** @returns the exit code: 1 when a measurement failed */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  checkMachine();
  // An exit ends the proxies, too
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const folder = mkdtempSync(join(tmpdir(), 'wsproxy-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return await measure(options, folder);
}

async function measure(options: Options, folder: string): Promise<number> {
  const out = options.out ?? join(import.meta.dirname, 'results');
  if (options.growth) return await measureGrowth(options, folder, out);
  const results = await compare({
    load: buildLoad(folder),
    folder,
    found: choosePeers(options, folder),
    rows: options.only,
    rounds: options.rounds,
    amounts: options.quick ? QUICK : USUAL,
    progress,
  });
  progress('');
  print(results);
  if (options.cpuProf !== undefined) return results.failures.length > 0 ? 1 : 0;
  save(out, 'latest.json', toJson(results));
  save(out, 'latest.svg', drawChart(results.figures, results.reference, describeRun(results)));
  return results.failures.length > 0 ? 1 : 0;
}

async function measureGrowth({ quick, rounds }: Options, folder: string, out: string): Promise<number> {
  const results = await growth({
    load: buildLoad(folder),
    folder,
    tunnels: quick ? [10, 100, 1000] : [10, 100, 1000, 4000, 8000],
    rounds,
    ...(quick ? QUICK : { warm: 0.3, seconds: 0.75 }),
    progress,
  });
  progress('');
  printParts([formatGrowth(results.samples), results.notes.map((note) => `- ${note}`).join('\n')]);
  save(out, 'growth.json', toJson(results));
  return 0;
}

function choosePeers({ peers: names, baseline, cpuProf }: Options, folder: string): FoundPeers {
  if (cpuProf !== undefined) return { peers: [profiledPeer(resolve(cpuProf))], missing: [] };
  const found = findPeers(names, folder);
  return baseline === undefined
    ? found
    : { ...found, peers: [...found.peers, deployed(resolve(baseline), 'baseline')] };
}

function print(results: Results): void {
  printParts([
    formatFigures(results.figures, results.reference),
    results.notes.map((note) => `- ${note}`).join('\n'),
    describeRun(results),
  ]);
}

function printParts(parts: readonly string[]): void {
  process.stdout.write(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
}

function save(folder: string, name: string, content: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
}

function toJson(results: object): string {
  return `${JSON.stringify(results, undefined, 2)}\n`;
}

/** The line in which a terminal shows what is done now. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}
