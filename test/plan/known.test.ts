import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EarlyPlan } from '../../lib/plan/deployment-plan.ts';
import type { DeploymentSpec } from '../../lib/plan/deployment-spec.ts';
import { isKnown, UnknownNumber, type MaybeKnown } from '../../lib/plan/known.ts';
import { planDeployment, withNumbers } from '../../lib/plan/plan-deployment.ts';

/** Every number that users may give by a token or an output, with where the plan has it. */
const NUMBERS: Readonly<
  Record<string, { readonly spec: (value: MaybeKnown) => DeploymentSpec; readonly of: (plan: EarlyPlan) => MaybeKnown }>
> = {
  idleTimeout: { spec: (idleTimeout) => ({ idleTimeout }), of: ({ loadBalancer }) => loadBalancer.idleTimeout },
  clientKeepAlive: {
    spec: (clientKeepAlive) => ({ loadBalancing: { kind: 'application', clientKeepAlive } }),
    of: ({ loadBalancer }) => loadBalancer.clientKeepAlive,
  },
  deregistrationDelay: {
    spec: (deregistrationDelay) => ({ deregistrationDelay }),
    of: ({ targetGroup }) => targetGroup.deregistrationDelay,
  },
  stopTimeout: { spec: (stopTimeout) => ({ stopTimeout }), of: ({ container }) => container.stopTimeout },
  cpu: {
    spec: (cpu) => ({ compute: { kind: 'fargate', cpu, memoryLimitMiB: 8192 } }),
    of: ({ task }) => task.cpu,
  },
  memoryLimitMiB: {
    spec: (memoryLimitMiB) => ({ compute: { kind: 'fargate', memoryLimitMiB } }),
    of: ({ task }) => task.memoryLimitMiB,
  },
  desiredCount: {
    spec: (desiredCount) => ({ scaling: { kind: 'fixed', desiredCount } }),
    of: ({ service }) => service.desiredCount,
  },
};

describe('A number that only the deployment knows', () => {
  for (const [name, { spec, of }] of Object.entries(NUMBERS)) {
    test(`may be ${name}, and is not known in the plan`, () => {
      const unknown = new UnknownNumber(-1.5);
      const plan = planDeployment(spec(unknown));
      assert.equal(of(plan), unknown);
      assert.equal(of(withNumbers(plan)), -1.5);
    });
  }

  test('leaves the memory open that follows from it', () => {
    const plan = planDeployment({ compute: { kind: 'fargate', cpu: new UnknownNumber(-1.5) } });
    assert.equal(isKnown(plan.task.memoryLimitMiB), false);
    assert.throws(() => withNumbers(plan), /a number is not known/);
  });

  test('is not computed with, nor compared, before somebody asked', () => {
    const value: MaybeKnown = planDeployment({ idleTimeout: new UnknownNumber() }).loadBalancer.idleTimeout;
    // @ts-expect-error -- it may be no number
    const sum: () => unknown = () => value - 1;
    // @ts-expect-error -- it may be no number
    const less: () => unknown = () => value < 1;
    assert.deepEqual([typeof sum, typeof less], ['function', 'function']);
    assert.equal(isKnown(value) ? value - 1 : 'not known', 'not known');
  });
});
