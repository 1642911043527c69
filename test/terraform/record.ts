import * as pulumi from '@pulumi/pulumi';
import { reference } from './reference.ts';
import { camelCase, terraformType, type ProviderSchema, type Schema } from './schema.ts';

/** A resource that a Pulumi program declared, or a function it called. */
export interface Recorded {
  readonly kind: 'resource' | 'data';
  /** The provider's name of its type. */
  readonly type: string;
  /** Pulumi's name of the resource. */
  readonly name: string;
  /** With references where there will be a value that only the deployment knows. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly timeouts?: pulumi.CustomTimeouts | undefined;
  /** What has to be there before. */
  readonly dependsOn: readonly Recorded[];
}

/** All that a Pulumi program wants. */
export interface Recording {
  readonly recorded: readonly Recorded[];
  /** The types of what is another provider's, and so is none of Terraform's AWS provider's business. */
  readonly foreign: readonly string[];
}

/** A Pulumi program, which has to hand the options on to what it declares. */
export type Program = (options: pulumi.ComponentResourceOptions) => void;

interface Inputs {
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What other providers give. What version 7 of the AWS provider calls otherwise than version 5 is at its use. */
const FOREIGN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'docker-build:index:Image': { digest: `sha256:${'0'.repeat(64)}` },
};

/**
 * Runs a Pulumi program under mocks, in update mode, and records what it wants.
 *
 * @throws when that is neither of the AWS provider nor known not to be
 */
export async function record(schema: ProviderSchema, program: Program): Promise<Recording> {
  const { resource_schemas: resources, data_source_schemas: dataSources } = schema;
  const recorded = new Map<string, Recorded>();
  const foreign: string[] = [];
  const options = new Map<string, pulumi.CustomResourceOptions>();
  const keys = new Map<pulumi.Resource, string>();

  await pulumi.runtime.setMocks({
    async newResource({ type: token, name, custom, ...args }) {
      if (custom !== true) return { id: undefined, state: {} };
      const inputs = await withPaths((args as Inputs).inputs);
      const given = FOREIGN[token];
      if (given) {
        foreign.push(token);
        return { id: name, state: { ...inputs, ...given } };
      }
      const type = terraformType(resources, token);
      recorded.set(`${token} ${name}`, { kind: 'resource', type, name, inputs, dependsOn: [] });
      const state = { ...outputs(`${type}.${terraformName(name)}`, resources[type]), ...inputs };
      return { id: String(state['id']), state };
    },
    call({ token, ...args }) {
      const { inputs } = args as Inputs;
      const type = terraformType(dataSources, token);
      const name = `call-${recorded.size}`;
      recorded.set(name, { kind: 'data', type, name, inputs, dependsOn: [] });
      const address = `data.${type}.${name}`;
      const later = type === 'aws_region' ? { region: reference(address, 'name') } : {};
      return { ...outputs(address, dataSources[type]), ...later, ...inputs };
    },
  });
  program({
    // Mocks are not told of these options.
    transformations: [
      ({ type, name, resource, opts }) => {
        options.set(`${type} ${name}`, opts);
        keys.set(resource, `${type} ${name}`);
        return undefined;
      },
    ],
  });
  await pulumi.runtime.disconnect();

  const known = (key: string | undefined): Recorded => {
    const found = recorded.get(key ?? '');
    if (!found)
      throw new Error(`something depends on ${key ?? 'a resource without the options'}, which was not recorded`);
    return found;
  };
  return {
    foreign,
    recorded: [...recorded].map(([key, each]) => {
      const { customTimeouts: timeouts, dependsOn } = options.get(key) ?? {};
      return { ...each, timeouts, dependsOn: listed(dependsOn).map((one) => known(keys.get(one))) };
    }),
  };
}

/** Files are their paths to Terraform. */
async function withPaths(inputs: Inputs['inputs']): Promise<Inputs['inputs']> {
  const entries = Object.entries(inputs).map(async ([name, value]) => [
    name,
    value instanceof pulumi.asset.FileAsset ? await value.path : value,
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Inputs['inputs'];
}

/** Pulumi's name of a resource as Terraform can have it. */
export function terraformName(name: string): string {
  return name.replaceAll(/[^\w-]/g, '_');
}

/** A reference for everything that the provider tells of something after its creation. */
function outputs(address: string, schema: Schema | undefined): Record<string, unknown> {
  const texts = Object.entries(schema?.block.attributes ?? {}).filter(([, { type }]) => type === 'string');
  return Object.fromEntries(texts.map(([name]) => [camelCase(name), reference(address, name)]));
}

function listed(dependsOn: pulumi.CustomResourceOptions['dependsOn']): readonly pulumi.Resource[] {
  const list: readonly unknown[] = dependsOn === undefined ? [] : Array.isArray(dependsOn) ? dependsOn : [dependsOn];
  return list.map((each) => {
    if (each instanceof pulumi.CustomResource) return each;
    throw new Error('dependsOn is known here only if it holds resources, no outputs and no components');
  });
}
