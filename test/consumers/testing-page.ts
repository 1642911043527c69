import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/tools.ts';

/** A test runner, as docs/testing.md has it. */
export interface Runner {
  readonly name: string;
  /** What a test file begins with for it. */
  readonly firstLine: string;
  readonly command: string;
}

/** What docs/testing.md has its readers write, run and see. */
export interface TestingPage {
  readonly cdk: Readonly<Record<string, string>>;
  readonly pulumi: Readonly<Record<string, string>>;
  /** What both have for {@link command}. */
  readonly roundTrip: Readonly<Record<string, string>>;
  readonly runners: readonly Runner[];
  readonly command: string;
  /** Lines of what the command prints. */
  readonly output: readonly string[];
}

const BLOCK = /^([^\n]*)\n\n```(\w+)\n(.*?)^```$/gms;
/** How the line before a block names its file. */
const FILE = /\bin `([^`]+)`:$/i;

/** @throws an error for a block of which it is not known what it is */
export function testingPage(): TestingPage {
  const [, cdk = '', pulumi = '', roundTrip = ''] = readFileSync(join(root, 'docs', 'testing.md'), 'utf8').split(
    /^## /m,
  );
  const [command] = blocksOf(roundTrip, 'sh');
  const [output] = blocksOf(roundTrip, 'text');
  if (command === undefined || output === undefined) throw new Error('docs/testing.md has lost its round trip');
  return {
    cdk: filesOf(cdk),
    pulumi: filesOf(pulumi),
    roundTrip: filesOf(roundTrip),
    runners: runnersOf(cdk),
    command: command.trim(),
    output: output.trim().split('\n'),
  };
}

/** What a line of `wsproxy dev` has in every run. */
export function withoutTimes(line: string): string {
  return line
    .replace(/^\d\d:\d\d:\d\d/, 'TIME')
    .replaceAll(/\d+(\.\d+)? s\b(?!:)/g, 'SECONDS')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS');
}

/** How many tests a file has. */
export function testsIn(file = ''): number {
  return file.match(/^test\(/gm)?.length ?? 0;
}

function blocksOf(section: string, language: string): string[] {
  return [...section.matchAll(BLOCK)].flatMap(([, , of, code = '']) => (of === language ? [code] : []));
}

function filesOf(section: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [, before = '', language = '', code = ''] of section.matchAll(BLOCK)) {
    if (['sh', 'text'].includes(language)) continue;
    const name = FILE.exec(before)?.[1];
    if (name === undefined) throw new Error(`docs/testing.md doesn't say in which file this is:\n${code}`);
    files[name] = code;
  }
  return files;
}

/** The rows of the table of runners. */
function runnersOf(section: string): Runner[] {
  return [...section.matchAll(/^\| (\S+) +\| (?:`(import .*?)`|none) +\| `(.*?)` +\|$/gm)].map(
    ([, name = '', firstLine = '', command = '']) => ({ name, firstLine, command }),
  );
}
