import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { capacityOf, type Capacity } from '../../../lib/plan/compute/capacity.ts';
import { PlanError } from '../../../lib/plan/errors/plan-error.ts';
import { UnknownNumber } from '../../../lib/plan/known.ts';
import { planDeployment } from '../../../lib/plan/plan-deployment.ts';
import type { Tasks } from '../../../lib/plan/compute/size-tasks.ts';

const SMALLEST = { cpu: 256, memoryMiB: 512 };
const ONE_VCPU = { cpu: 1024, memoryMiB: 2048 };

describe('what a task is good for', () => {
  test('grows with its CPU, and its tunnels with its memory', () => {
    const [small, large] = [capacityOf({ cpu: 1024, memoryMiB: 2048 }), capacityOf({ cpu: 4096, memoryMiB: 8192 })];
    assert.ok(Math.abs(large.messagesPerSecond / small.messagesPerSecond - 4) < 0.01);
    assert.ok(Math.abs(large.opensPerSecond / small.opensPerSecond - 4) < 0.01);
    assert.ok(large.tunnels > 3 * small.tunnels);
    assert.equal(capacityOf({ cpu: 1024, memoryMiB: 4096 }).messagesPerSecond, small.messagesPerSecond);
  });

  test('is no more tunnels than a container may have files for', () => {
    assert.ok(capacityOf({ cpu: 32_768, memoryMiB: 249_856 }).tunnels < 1_048_576 / 2);
  });

  test('is nothing below zero for a task that would hold the process only', () => {
    assert.equal(capacityOf({ cpu: 256, memoryMiB: 1 }).tunnels, 0);
  });
});

describe('tasks for a peak', () => {
  test('are two of the smallest where these do', () => {
    assert.deepEqual(tasks({ tunnels: 10 }), { ...planned(SMALLEST), desiredCount: 2 });
    assert.deepEqual(tasks(peak(SMALLEST, 2)), { ...planned(SMALLEST), desiredCount: 2 });
  });

  test('are larger before there are more of them, up to a vCPU', () => {
    assert.deepEqual(tasks({ ...QUIET, tunnels: 2 * capacityOf(SMALLEST).tunnels + 1 }), {
      ...planned({ cpu: 256, memoryMiB: 1024 }),
      desiredCount: 2,
    });
    const { messagesPerSecond } = capacityOf(ONE_VCPU);
    assert.deepEqual(tasks({ tunnels: 10, opensPerSecond: 0, messagesPerSecond: 2 * messagesPerSecond }), {
      ...planned(ONE_VCPU),
      desiredCount: 2,
    });
    assert.deepEqual(tasks({ tunnels: 10, opensPerSecond: 0, messagesPerSecond: 5 * messagesPerSecond }), {
      ...planned(ONE_VCPU),
      desiredCount: 5,
    });
  });

  test('have the memory that their number needs', () => {
    const { messagesPerSecond, tunnels } = capacityOf(ONE_VCPU);
    const { cpu, memoryLimitMiB, desiredCount } = tasks({
      opensPerSecond: 0,
      messagesPerSecond: 4 * messagesPerSecond,
      tunnels: 4 * tunnels + 1,
    });
    assert.deepEqual([cpu, memoryLimitMiB, desiredCount], [1024, 3072, 4]);
  });

  test('messages and opened tunnels share the CPU', () => {
    const { messagesPerSecond, opensPerSecond } = capacityOf(ONE_VCPU);
    const half = {
      messagesPerSecond: Math.floor(messagesPerSecond / 2),
      opensPerSecond: Math.floor(opensPerSecond / 2),
    };
    assert.equal(tasks({ tunnels: 10, ...half }, { cpu: 1024 }).desiredCount, 2);
    const both = { messagesPerSecond: 2 * messagesPerSecond, opensPerSecond: 2 * opensPerSecond };
    assert.equal(tasks({ tunnels: 10, ...both }, { cpu: 1024 }).desiredCount, 4);
  });

  test('follow from tunnels alone: pings, and that all come back', () => {
    const tunnels = 200_000;
    assert.deepEqual(
      tasks({ tunnels }),
      tasks({ tunnels, messagesPerSecond: Math.ceil(tunnels / 30), opensPerSecond: Math.ceil(tunnels / 120) }),
    );
  });

  test('are as given, where that is enough', () => {
    assert.deepEqual(tasks({ tunnels: 10 }, { cpu: 2048, desiredCount: 3 }), {
      ...planned({ cpu: 2048, memoryMiB: 4096 }),
      desiredCount: 3,
    });
    assert.equal(tasks({ tunnels: 10 }, { memoryLimitMiB: 4096 }).cpu, 512);
    assert.deepEqual(tasks(peak(ONE_VCPU, 2), { desiredCount: 1 }), {
      cpu: 512,
      memoryLimitMiB: 4096,
      desiredCount: 1,
    });
    assert.equal(tasks(peak(SMALLEST, 7), { cpu: 256, memoryLimitMiB: 512 }).desiredCount, 7);
  });

  for (const [capacity, given, message] of [
    [
      peak(SMALLEST, 5),
      { cpu: 256, memoryLimitMiB: 512, desiredCount: 4 },
      /^scaling\.desiredCount is 4, but capacity needs 5 tasks of cpu 256 and memoryLimitMiB 512; use 5, or larger tasks$/,
    ],
    [
      { tunnels: 10 },
      { desiredCount: 0 },
      /^scaling\.desiredCount is 0, but capacity says what the tasks are to take; leave one of the two out$/,
    ],
    [
      { tunnels: 1e10 },
      {},
      /^capacity needs \d+ tasks of .*, but an ECS service allows 5000; use a second proxy beyond that$/,
    ],
    [{ tunnels: 10 }, { cpu: 300 }, /^compute\.cpu is 300, but Fargate allows /],
    [{ tunnels: 10 }, { cpu: 512, memoryLimitMiB: 512 }, /^compute\.memoryLimitMiB is 512, but Fargate allows /],
    [{ tunnels: 10 }, { desiredCount: 5001 }, /^scaling\.desiredCount is 5001, but an ECS service allows /],
  ] as const satisfies readonly (readonly [Capacity, Partial<Tasks>, RegExp])[]) {
    test(`${JSON.stringify(capacity)} with ${JSON.stringify(given)} is refused`, () =>
      assert.throws(
        () => tasks(capacity, given),
        (error: unknown) => error instanceof PlanError && message.test(error.message),
      ));
  }

  test('is not compared with what only the deployment knows', () => {
    const unknown = new UnknownNumber();
    const { task, service } = planDeployment({
      capacity: { tunnels: 1e6 },
      scaling: { kind: 'fixed', desiredCount: unknown },
    });
    assert.deepEqual([task, service.desiredCount], [{ cpu: 256, memoryLimitMiB: 512 }, unknown]);
  });
});

/** No CPU at all. */
const QUIET = { messagesPerSecond: 0, opensPerSecond: 0 };

/** As much as so many tasks of this size take, in tunnels alone. */
function peak(size: typeof SMALLEST, tasks: number): Capacity {
  return { messagesPerSecond: 0, opensPerSecond: 0, tunnels: tasks * capacityOf(size).tunnels };
}

function planned({ cpu, memoryMiB }: typeof SMALLEST): { readonly cpu: number; readonly memoryLimitMiB: number } {
  return { cpu, memoryLimitMiB: memoryMiB };
}

function tasks(capacity: Capacity, { desiredCount, ...size }: Partial<Tasks> = {}) {
  const compute = { kind: 'fargate', ...size } as const;
  const { task, service } = planDeployment({ compute, scaling: { kind: 'fixed', desiredCount }, capacity });
  return { ...task, desiredCount: service.desiredCount };
}
