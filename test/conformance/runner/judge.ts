import type { Case } from './case.ts';
import type { Failure } from './check.ts';
import type { Deviation } from './deviations.ts';
import { runCase, type CaseResult } from './run-case.ts';
import type { Target } from './targets.ts';
import { Turns } from './turns.ts';

/**
 * `passed`: as nginx was observed. `deviates`: as our own rule says instead. `refused`: by a program that says it can't do this, as it
 * must. `failed`: anything else.
 */
export const VERDICTS = ['passed', 'deviates', 'refused', 'failed'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** What came of a case at one target. */
export interface Outcome {
  readonly test: Case;
  readonly verdict: Verdict;
  readonly failures: readonly Failure[];
  /** Why it deviates or is refused. */
  readonly reason?: string | undefined;
  /** What was late or early the first time, if it was run again for that. */
  readonly mistimed?: readonly Failure[];
}

const turns = new Turns();

/**
 * Runs a case at a target. Where nothing but times are wrong, it is run once more, with no other case beside it: a machine that
 * stalled for a moment gives just this picture.
 *
 * @param run - runs the case; another one for tests
 */
export async function judge(test: Case, { program, deviations }: Target, run = runCase): Promise<Outcome> {
  const deviation = deviations.get(test.id);
  const held = { ...test, ...deviation?.instead };
  const attempt = (): Promise<CaseResult> =>
    run(held, program).catch((error: unknown) => ({
      failures: [{ what: 'run', expected: 'the case can be run', seen: String(error) }],
      conf: '',
    }));
  const first = await turns.together(attempt);
  const mistimed = first.failures.length > 0 && first.failures.every(({ timing }) => timing === true);
  if (!mistimed) return { test, ...toVerdict(first, deviation) };
  return { test, ...toVerdict(await turns.alone(attempt), deviation), mistimed: first.failures };
}

function toVerdict(
  result: CaseResult,
  deviation: Deviation | undefined,
): Pick<Outcome, 'verdict' | 'failures' | 'reason'> {
  const reason = deviation?.reason;
  const failures = deviation?.refuses === undefined ? result.failures : checkRefusal(result, deviation.refuses);
  if (failures.length > 0) return { verdict: 'failed', failures, reason };
  if (deviation === undefined) return { verdict: 'passed', failures };
  return { verdict: deviation.refuses === undefined ? 'deviates' : 'refused', failures, reason };
}

/** A refusal is one line that names the directive, and the file and line where it stands, before anything listens. */
function checkRefusal({ notStarted, conf }: CaseResult, directive: string): readonly Failure[] {
  const expected = `a refusal to start: one line that names ${directive}, and the file and line where it stands`;
  if (notStarted === undefined) return [{ what: 'start', expected, seen: 'it started' }];
  const { exitCode, output } = notStarted;
  const naming = new RegExp(`\\b${directive}\\b`);
  const [message = '', ...more] = output.split('\n').filter((line) => naming.test(line));
  const at = Number(/nginx\.conf:(\d+)/.exec(message)?.[1]);
  const there = conf.split('\n')[at - 1]?.trim().split(/\s/)[0] === directive;
  if (exitCode !== null && exitCode !== 0 && more.length === 0 && there) return [];
  return [{ what: 'start', expected, seen: `exit code ${exitCode ?? '-'}: ${output}` }];
}
