import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EarlyPlan } from '../../../lib/plan/deployment-plan.ts';
import { UnknownNumber, type MaybeKnown } from '../../../lib/plan/known.ts';
import { planDeployment } from '../../../lib/plan/plan-deployment.ts';

describe('task sizes', () => {
  for (const [cpu, least, most, step] of [
    [256, 512, 1024, 512],
    [512, 1024, 4096, 1024],
    [1024, 2048, 8192, 1024],
    [2048, 4096, 16_384, 1024],
    [4096, 8192, 30_720, 1024],
    [8192, 16_384, 61_440, 4096],
    [16_384, 32_768, 122_880, 8192],
  ] as const) {
    test(`with cpu ${cpu}: ${least} MiB by default, up to ${most} in steps of ${step}`, () => {
      assert.equal(planTasks({ cpu }).task.memoryLimitMiB, least);
      for (let memoryLimitMiB: number = least; memoryLimitMiB <= most; memoryLimitMiB += step) {
        assert.deepEqual(planTasks({ cpu, memoryLimitMiB }).task, { cpu, memoryLimitMiB });
      }
      assert.throws(() => planTasks({ cpu, memoryLimitMiB: least - step }), /Fargate allows/);
      assert.throws(() => planTasks({ cpu, memoryLimitMiB: least + 1 }), /Fargate allows/);
    });
  }

  test('with cpu 32768 there are three amounts of memory', () => {
    for (const memoryLimitMiB of [61_440, 122_880, 249_856]) {
      assert.equal(planTasks({ cpu: 32_768, memoryLimitMiB }).task.memoryLimitMiB, memoryLimitMiB);
    }
    assert.throws(() => planTasks({ cpu: 32_768, memoryLimitMiB: 65_536 }), {
      message:
        'compute.memoryLimitMiB is 65536, but Fargate allows 61440, 122880, 249856 MiB with cpu 32768; use 122880 MiB, or use cpu 16384 for 65536 MiB',
    });
  });

  test('names the sizes there are and the nearest one', () => {
    assert.throws(() => planTasks({ cpu: 300 }), {
      message: 'compute.cpu is 300, but Fargate allows 256, 512, 1024, 2048, 4096, 8192, 16384, 32768; use 512',
    });
    assert.throws(() => planTasks({ memoryLimitMiB: 8192 }), {
      message:
        'compute.memoryLimitMiB is 8192, but Fargate allows 512, 1024, 2048 MiB with cpu 256; use cpu 1024 for 8192 MiB',
    });
    assert.throws(() => planTasks({ cpu: 1024, memoryLimitMiB: 1024 }), {
      message:
        'compute.memoryLimitMiB is 1024, but Fargate allows 2048 to 8192 MiB in steps of 1024 with cpu 1024; use 2048 MiB, or use cpu 256 for 1024 MiB',
    });
    assert.throws(() => planTasks({ cpu: 32_768, memoryLimitMiB: 300_000 }), /; use one of these$/);
    assert.throws(() => planTasks({ cpu: 65_536 }), /; use 32768$/);
  });

  test('checks the CPU even if the memory is not known yet', () => {
    const unknown = new UnknownNumber();
    assert.throws(() => planTasks({ cpu: 300, memoryLimitMiB: unknown }), /^PlanError: compute\.cpu is 300/);
    assert.equal(planTasks({ cpu: 512, memoryLimitMiB: unknown }).task.memoryLimitMiB, unknown);
  });
});

function planTasks(size: { readonly cpu?: MaybeKnown; readonly memoryLimitMiB?: MaybeKnown }): EarlyPlan {
  return planDeployment({ compute: { kind: 'fargate', ...size } });
}
