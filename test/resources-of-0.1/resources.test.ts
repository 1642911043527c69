import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CASES } from '../parity/cases.ts';
import { factsOf } from '../parity/neutral.ts';
import { CHANGES } from './changes.ts';
import { cdkResources, pulumiResources, type Resources } from './resources.ts';

const SIDES = { cdk: cdkResources, pulumi: pulumiResources } as const;

/** By case; a resource that is as in the first case is left out, and one that is there only is null. */
type Recorded = Readonly<Record<string, Resources>>;

/** Another logical id, or another URN, replaces what is deployed: a load balancer and its address, a service with all its WebSockets. */
describe('The resources of 0.1 are those of now', () => {
  const shown = new Set<RegExp>();
  for (const side of ['cdk', 'pulumi'] as const) {
    const file = join(import.meta.dirname, `${side}.snapshot.json`);
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
    const changes = CHANGES.filter((change) => change.side === side);
    const [first = {}] = Object.values(recorded);
    for (const [name, different] of Object.entries(recorded)) {
      test(`${side}: ${name}`, async () => {
        const input = CASES[name];
        assert.ok(input, 'a case that 0.1 was asked for');
        const all = Object.entries({ ...first, ...different }).filter(([, resource]) => resource !== null);
        const before = factsOf(Object.fromEntries(all));
        const now = factsOf(await SIDES[side](input));
        const changed = [...new Set([...before.keys(), ...now.keys()])].filter((fact) => {
          if (before.get(fact) === now.get(fact)) return false;
          const listed = changes.find(({ facts }) => facts.test(fact));
          if (listed) shown.add(listed.facts);
          return listed === undefined;
        });
        const of = (facts: ReadonlyMap<string, string>): object =>
          Object.fromEntries(changed.map((fact) => [fact, facts.get(fact)]));
        assert.deepEqual(of(now), of(before));
      });
    }
  }

  for (const { side, facts, reason } of CHANGES) {
    test(`${side}: but for ${facts.source}, as ${reason}`, () => {
      assert.ok(shown.has(facts));
    });
  }
});
