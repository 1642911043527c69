import { parseArgs } from 'node:util';
import { PEER_NAMES, type PeerName } from './peers/index.ts';
import { ROW_NAMES, type RowName } from './rows/index.ts';

export const USAGE = `npm run bench -- [options]

  --only echo,bulk,…     these rows: ${ROW_NAMES.join(', ')}
  --peers ours,nginx,…   these proxies: ${PEER_NAMES.join(', ')}
  --rounds N             so many rounds; 7 by default, 5 with --growth, 2 with --quick
  --quick                less of everything, in a minute and a half
  --baseline FILE        with another build of ours (dist/proxy-runtime/server.mjs, kept aside) as one more proxy
  --growth               instead: what ours costs with 10 to 8,000 tunnels, and with workers
  --cpu-prof FOLDER      instead: ours alone, from its sources, with a CPU profile
  --out FOLDER           where latest.json and latest.svg go; bench/results by default
  -h, --help             this text
`;

export interface Options {
  readonly only: readonly RowName[];
  readonly peers: readonly PeerName[];
  readonly rounds: number;
  readonly quick: boolean;
  readonly baseline: string | undefined;
  readonly growth: boolean;
  readonly cpuProf: string | undefined;
  readonly out: string | undefined;
  readonly help: boolean;
}

/** @throws Error for what is unknown or wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      peers: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      baseline: { type: 'string' },
      growth: { type: 'boolean', default: false },
      'cpu-prof': { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  refuseTogether('growth', ['only', 'peers', 'baseline', 'cpu-prof'], values);
  // A profile costs time itself: nothing to compare or to keep
  refuseTogether('cpu-prof', ['peers', 'baseline', 'out'], values);
  const { only, peers, rounds, quick, baseline, growth, 'cpu-prof': cpuProf, out, help } = values;
  return {
    only: choose('--only', only, ROW_NAMES),
    peers: choose('--peers', peers, PEER_NAMES),
    rounds: rounds === undefined ? (quick ? 2 : growth ? 5 : 7) : readRounds(rounds),
    ...{ quick, baseline, growth, cpuProf, out, help },
  };
}

function refuseTogether(option: string, others: readonly string[], values: Readonly<Record<string, unknown>>): void {
  const other = others.find((each) => values[each] !== undefined);
  if (values[option] !== undefined && values[option] !== false && other !== undefined) {
    throw new Error(`--${other} does not go with --${option}`);
  }
}

/** In the order of `known`, whatever the order given. */
function choose<T extends string>(option: string, list: string | undefined, known: readonly T[]): readonly T[] {
  if (list === undefined) return known;
  const names = list.split(',');
  const unknown = names.find((name) => !known.some((each) => each === name));
  if (unknown !== undefined) throw new Error(`${option} has ${unknown}, but may have ${known.join(', ')}`);
  return known.filter((each) => names.includes(each));
}

function readRounds(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new Error(`--rounds is ${text}, but may be 1 to 99`);
  return Number(text);
}
