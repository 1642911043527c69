import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge } from './runner/judge.ts';
import { loadCases } from './runner/load-cases.ts';
import { formatFailure, formatResult } from './runner/report.ts';
import { skipTarget, target, TARGET_NAMES } from './runner/targets.ts';

const cases = loadCases();

for (const name of TARGET_NAMES) {
  describe(`conformance of ${name}`, { concurrency: 6, skip: skipTarget(name) }, () => {
    const at = target(name);
    for (const { topic, test: each } of cases) {
      test(`${each.id} ${each.title}`, async (t) => {
        const outcome = await judge(each, at);
        if (outcome.mistimed !== undefined)
          t.diagnostic(`run again:\n${outcome.mistimed.map(formatFailure).join('\n')}`);
        assert.notEqual(outcome.verdict, 'failed', formatResult({ ...outcome, topic, target: name }));
      });
    }
  });
}
