import { terraformName, type Recorded } from './record.ts';
import { template } from './reference.ts';
import { findArgument, type AttributeType, type Block, type NestedBlock, type ProviderSchema } from './schema.ts';

/** Terraform's configuration, in its JSON syntax. */
export type Configuration = Partial<Record<Recorded['kind'], Record<string, Record<string, Record<string, unknown>>>>>;

/** The characters with which Pulumi makes a name unique, in the form they have. */
const RANDOM_SUFFIX = '-0a1b2c3';

/**
 * Writes what a Pulumi program declared as Terraform's configuration, by the provider's own schema: its names, blocks and nesting.
 *
 * @returns with it what the provider has no argument for, and so is not in it: `aws_ecs_cluster.region`
 */
export function translate(
  schema: ProviderSchema,
  recorded: readonly Recorded[],
): { readonly configuration: Configuration; readonly unknown: readonly string[] } {
  const unknown = new Set<string>();
  const configuration: Configuration = {};
  for (const each of recorded) {
    const schemas = each.kind === 'resource' ? schema.resource_schemas : schema.data_source_schemas;
    const block = schemas[each.type]?.block ?? {};
    const body = translateBlock(block, named(block, each), each.type, (path) => unknown.add(path));
    const ofType = ((configuration[each.kind] ??= {})[each.type] ??= {});
    const name = terraformName(each.name);
    if (name in ofType) throw new Error(`two are ${each.type}.${name}`);
    ofType[name] = {
      ...body,
      ...(each.timeouts && { timeouts: each.timeouts }),
      ...(each.dependsOn.length > 0 && {
        depends_on: each.dependsOn.map((other) => `${other.type}.${terraformName(other.name)}`),
      }),
    };
  }
  return { configuration, unknown: [...unknown].sort() };
}

/** Pulumi gives what has no name its own name for it, made unique. */
function named(block: Block, { kind, name, inputs }: Recorded): Readonly<Record<string, unknown>> {
  const { required = false, optional = false } = block.attributes?.['name'] ?? {};
  const takesName = kind === 'resource' && (required || optional);
  return takesName && !('name' in inputs) && !('namePrefix' in inputs)
    ? { ...inputs, name: name + RANDOM_SUFFIX }
    : inputs;
}

type Report = (path: string) => void;

function translateBlock(block: Block, inputs: object, path: string, report: Report): Record<string, unknown> {
  const translated: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(inputs) as [string, unknown][]) {
    if (value === undefined || value === null) continue;
    const at = `${path}.${property}`;
    const attribute = findArgument(block.attributes ?? {}, property, ({ type }) => isCollection(type));
    const nested = findArgument(block.block_types ?? {}, property, takesMany);
    if (attribute !== undefined) {
      translated[attribute] = translateValue(block.attributes?.[attribute]?.type ?? '', value, at, report);
    } else if (nested !== undefined) {
      translated[nested] = translateBlocks(block.block_types?.[nested], value, at, report);
    } else {
      report(at);
    }
  }
  return translated;
}

function translateBlocks(nested: NestedBlock | undefined, value: unknown, path: string, report: Report): unknown {
  if (!nested) throw new Error(path);
  const many = takesMany(nested);
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== many) {
    throw new Error(`${path} is no ${many ? 'list of objects' : 'object'}`);
  }
  const one = (each: object): unknown => translateBlock(nested.block, each, path, report);
  return Array.isArray(value) ? value.map(one) : one(value);
}

function translateValue(type: AttributeType, value: unknown, path: string, report: Report): unknown {
  if (typeof value === 'string') return template(value);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof type !== 'string' && Array.isArray(value) === (type[0] === 'list' || type[0] === 'set')) {
    switch (type[0]) {
      case 'list':
      case 'set':
        return (value as unknown[]).map((each) => translateValue(type[1], each, path, report));
      case 'map':
        return Object.fromEntries(
          Object.entries(value).map(([key, each]) => [template(key), translateValue(type[1], each, path, report)]),
        );
      case 'object': {
        const attributes = Object.entries(type[1]).map(([name, each]) => [name, { type: each }] as const);
        return translateBlock({ attributes: Object.fromEntries(attributes) }, value, path, report);
      }
    }
  }
  throw new Error(`${path}: the provider takes ${JSON.stringify(type)}, not ${JSON.stringify(value)}`);
}

function isCollection(type: AttributeType): boolean {
  return typeof type !== 'string' && (type[0] === 'list' || type[0] === 'set');
}

function takesMany({ nesting_mode: nesting, max_items: most }: NestedBlock): boolean {
  return nesting !== 'single' && most !== 1;
}
