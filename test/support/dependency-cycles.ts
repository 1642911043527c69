import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** A template, as far as its resources depend on each other. */
interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly DependsOn?: string | readonly string[]; readonly Properties?: unknown }>
  >;
}

/** The circles of resources that CloudFormation would refuse in an app's templates, those of nested stacks included. */
export function dependencyCycles(assembly: CloudAssembly): readonly string[] {
  const nested = [assembly, ...assembly.nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly)];
  return nested
    .flatMap(({ directory }) => readdirSync(directory).map((file) => join(directory, file)))
    .filter((file) => file.endsWith('.template.json'))
    .flatMap((file) => cyclesOf(JSON.parse(readFileSync(file, 'utf8')) as Template));
}

function cyclesOf({ Resources = {} }: Template): readonly string[] {
  const dependencies = new Map(
    Object.entries(Resources).map(([id, { DependsOn = [], Properties }]) => [
      id,
      [...new Set([DependsOn, references(Properties)].flat(2))].filter((other) => other in Resources),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) cycles.push([...path.slice(path.indexOf(id)), id].join(' -> '));
    if (done.has(id)) return;
    done.add(id);
    for (const other of dependencies.get(id) ?? []) visit(other, [...path, id]);
  };
  for (const id of dependencies.keys()) visit(id, []);
  return cycles;
}

/** The logical ids that a value refers to. */
export function references(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Ref, 'Fn::GetAtt': attribute } = value as { readonly Ref?: unknown; readonly 'Fn::GetAtt'?: unknown };
  if (typeof Ref === 'string') return [Ref];
  if (Array.isArray(attribute)) return [String(attribute[0])];
  return Object.values(value).flatMap(references);
}
