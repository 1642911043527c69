import { asArray, asObject, type JsonObject } from './json.ts';

/** Reads a property of a resource by the name that CloudFormation has for it. */
export type ReadProperty = (properties: JsonObject, name: string) => unknown;

/** CloudFormation's own templates. */
export const cloudFormationProperty: ReadProperty = (properties, name) => properties[name];

/** What of CloudFormation's names Pulumi has otherwise than in camelCase. */
const PULUMI_NAMES: Readonly<Record<string, string>> = {
  FixedResponseConfig: 'fixedResponse',
  ForwardConfig: 'forward',
  RedirectConfig: 'redirect',
};

/** Arguments of Pulumi's AWS provider, and JSON that it takes as AWS's interface has it. */
export const pulumiProperty: ReadProperty = (properties, name) =>
  properties[PULUMI_NAMES[name] ?? name.replace(/^[A-Z]/, (letter) => letter.toLowerCase())];

/** Reads a property that is an object; anything else is an empty one. */
export function objectAt(read: ReadProperty, properties: JsonObject, name: string): JsonObject {
  return asObject(read(properties, name));
}

/** Reads a property that is a list of objects. */
export function objectsAt(read: ReadProperty, properties: JsonObject, name: string): readonly JsonObject[] {
  return asArray(read(properties, name)).map(asObject);
}
