import { Stack } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { taskDefinitionProblem } from '../../plan/index.ts';

/** Why ECS would refuse the size of a task definition: one line, or none. */
export function taskDefinitionSizeProblems(taskDefinition: ecs.TaskDefinition): string[] {
  const resource = taskDefinition.node.defaultChild as ecs.CfnTaskDefinition;
  const containers = knownPart(Stack.of(resource).resolve(resource.containerDefinitions));
  const problem = taskDefinitionProblem(Buffer.byteLength(JSON.stringify(containers)));
  return problem === undefined ? [] : [problem];
}

/** A value as it will be at deployment, but without what only the deployment knows. */
function knownPart(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(knownPart);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = ['', undefined], ...more] = Object.entries(value);
  if (key === 'Fn::Join' && Array.isArray(argument)) return joined(argument);
  if (more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) return '';
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, knownPart(member)]));
}

function joined([separator, parts]: readonly unknown[]): string {
  return Array.isArray(parts) ? parts.map(knownPart).join(String(separator)) : '';
}
