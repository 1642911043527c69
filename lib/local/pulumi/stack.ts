import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../input-error.ts';
import { asObject, asString, isObject } from '../deployed/json.ts';
import { readYaml, type PulumiProject } from './project.ts';

/** A stack of a project: its name, and the configuration that its program gets. */
export interface PulumiStack {
  readonly name: string;
  /** The values by full key, such as `aws:region`. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys of secrets, which only Pulumi can decrypt. */
  readonly secrets: readonly string[];
}

const DEFAULT_STACK = 'dev';

/**
 * Reads a stack's configuration: the project's, on top of it that of its own file, on top of it `given`.
 *
 * @param name - undefined is the only stack that has a file, or `dev`
 * @throws {@link InputError} when that leaves a choice, or a file can't be read
 */
export function readStack(
  project: PulumiProject,
  name: string | undefined,
  given: Readonly<Record<string, string>> = {},
): PulumiStack {
  const stack = name ?? defaultStack(project);
  const file = stackFile(project, stack);
  if (name !== undefined && file === undefined && listStacks(project).length > 0) {
    throw new InputError(`--stack: there is no Pulumi.${name}.yaml; there are ${listStacks(project).join(', ')}`);
  }
  const config: Record<string, string> = {};
  const secrets = new Set<string>();
  const add = (key: string, value: unknown): void => {
    const full = key.includes(':') ? key : `${project.name}:${key}`;
    secrets.delete(full);
    if (isSecret(value)) secrets.add(full);
    else config[full] = asString(value) ?? JSON.stringify(value);
  };
  for (const [key, value] of Object.entries(project.config)) {
    const declared = isObject(value) ? (value['value'] ?? value['default']) : value;
    if (declared !== undefined) add(key, declared);
  }
  const own = file === undefined ? {} : asObject(readYaml(file)['config']);
  for (const [key, value] of Object.entries(own)) add(key, value);
  for (const [key, value] of Object.entries(given)) add(key, value);
  return { name: stack, config, secrets: [...secrets] };
}

function defaultStack(project: PulumiProject): string {
  const stacks = listStacks(project);
  const [only, ...others] = stacks;
  if (only === undefined || stacks.includes(DEFAULT_STACK)) return DEFAULT_STACK;
  if (others.length > 0) {
    throw new InputError(`${project.file}: has the stacks ${stacks.join(', ')}; choose one with --stack NAME`);
  }
  return only;
}

const STACK_FILE = /^Pulumi\.(.+)\.(yaml|yml|json)$/;

function listStacks({ stackDirectory }: PulumiProject): string[] {
  const files = existsSync(stackDirectory) ? readdirSync(stackDirectory) : [];
  return files.flatMap((file) => STACK_FILE.exec(file)?.[1] ?? []).sort();
}

function stackFile({ stackDirectory }: PulumiProject, stack: string): string | undefined {
  return ['yaml', 'yml', 'json']
    .map((extension) => join(stackDirectory, `Pulumi.${stack}.${extension}`))
    .find((file) => existsSync(file));
}

/** Whether a value is encrypted, or has something encrypted in it. */
function isSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isSecret);
  if (!isObject(value)) return false;
  return typeof value['secure'] === 'string' || Object.values(value).some(isSecret);
}
