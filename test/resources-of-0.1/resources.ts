import { bootProgram } from '../../lib/plan/images/runtime-bundle.ts';
import type { Input } from '../parity/cases.ts';
import { cdkTemplate } from '../parity/cdk-side.ts';
import { pulumiRecording } from '../parity/pulumi-side.ts';

/** Resources by what makes each of them itself to its tool: a logical id, or a type and a name, which are the end of a URN. */
export type Resources = Readonly<Record<string, unknown>>;

/** What the CDK construct makes of an input. */
export function cdkResources(input: Input): Resources {
  return normalised(cdkTemplate(input).Resources) as Resources;
}

/** What the Pulumi component makes of an input. */
export async function pulumiResources(input: Input): Promise<Resources> {
  const { resources } = await pulumiRecording(input);
  return Object.fromEntries(
    resources.map(({ type, name, inputs }) => [`${type} ${name}`, normalised(plain(inputs))] as const),
  );
}

/** Inputs as they cross to the engine, and the containers in them taken apart. */
function plain(inputs: Readonly<Record<string, unknown>>): object {
  const { containerDefinitions: text, ...others } = inputs;
  const containerDefinitions: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  return JSON.parse(JSON.stringify({ ...others, containerDefinitions })) as object;
}

/**
 * Resources without what is another in each version: the server and the program that fetches it, its image, the package's number, and what
 * the container is configured to do.
 */
function normalised(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replace(bootProgram(), '<program>')
      .replaceAll(/[0-9a-f]{64}/g, '<hash>')
      .replaceAll(/\b\d+\.\d+\.\d+-[0-9a-f]{16}/g, '<server>')
      .replaceAll(/(?<=\/library\/node:)[\w.-]+/g, '<version>');
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => (value[index - 1] === '--config-json' ? '<configuration>' : normalised(item)));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'websocket-proxy-constructs.runtime' ? '<version>' : normalised(member),
    ]),
  );
}
