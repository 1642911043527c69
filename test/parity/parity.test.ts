import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { CASES } from './cases.ts';
import { cdkSide } from './cdk-side.ts';
import { DIFFERENCES } from './differences.ts';
import { factsOf } from './neutral.ts';
import { pulumiSide } from './pulumi-side.ts';

/** One table of inputs, two front ends, one result: every difference is listed with its reason, or a failure. */
describe('CDK and Pulumi provision the same', () => {
  const occurrences = new Map(DIFFERENCES.map(({ fact }) => [fact, 0]));
  let compared = 0;

  for (const [name, input] of Object.entries(CASES)) {
    test(name, async () => {
      const cdk = factsOf(cdkSide(input));
      const pulumi = factsOf(await pulumiSide(input));
      const paths = [...new Set([...cdk.keys(), ...pulumi.keys()])];
      const differing = paths.filter((path) => cdk.get(path) !== pulumi.get(path));
      compared += paths.length;
      const unlisted = differing.filter((path) => {
        const listed = DIFFERENCES.find(({ fact }) => path.startsWith(fact));
        if (listed) occurrences.set(listed.fact, (occurrences.get(listed.fact) ?? 0) + 1);
        return listed === undefined;
      });
      const side = (facts: ReadonlyMap<string, string>): object =>
        Object.fromEntries(unlisted.map((path) => [path, facts.get(path)]));
      assert.deepEqual(side(pulumi), side(cdk));
    });
  }

  for (const { fact } of DIFFERENCES) {
    test(`but for ${fact}, which still differs`, () => {
      assert.notEqual(occurrences.get(fact), 0);
    });
  }

  after((context) => {
    const differing = [...occurrences.values()].reduce((sum, count) => sum + count, 0);
    context.diagnostic(
      `${Object.keys(CASES).length} cases, ${compared} facts compared, ${differing} differences of ${DIFFERENCES.length} listed kinds`,
    );
  });
});
