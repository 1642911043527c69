import { TASK_DEFINITION_BYTES } from '../limits/limits.ts';

/** Why ECS would refuse a task definition of so many bytes, if it would; in one line. */
export function taskDefinitionProblem(bytes: number): string | undefined {
  if (bytes <= TASK_DEFINITION_BYTES) return undefined;
  return `the task definition has ${bytes} bytes, but ECS allows ${TASK_DEFINITION_BYTES} (64 KiB); use fewer backends, or a second proxy`;
}
