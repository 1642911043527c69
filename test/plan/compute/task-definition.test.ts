import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskDefinitionProblem } from '../../../lib/plan/compute/task-definition.ts';

test('a task definition of 64 KiB is taken, one byte more refused', () => {
  assert.equal(taskDefinitionProblem(65_536), undefined);
  assert.equal(
    taskDefinitionProblem(65_537),
    'the task definition has 65537 bytes, but ECS allows 65536 (64 KiB); use fewer backends, or a second proxy',
  );
});
