import { asObject, asString, type JsonObject } from '../deployed/json.ts';

/** A CloudFormation template of an assembly. */
export interface Template {
  /** The stack's name for humans, such as `Prod/Chat`. */
  readonly stack: string;
  /** The name CloudFormation will know it by. */
  readonly stackName: string;
  /** CloudFormation's own values, as far as they are known. */
  readonly pseudoParameters: Readonly<Record<string, string>>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly parameters: JsonObject;
  readonly mappings: JsonObject;
  readonly outputs: JsonObject;
  /** The resource this template is the stack of, when it is a nested one. */
  readonly nestedIn: Resource | undefined;
}

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** The construct's path, such as `Prod/Chat/Service/Service`; the logical id below the stack's name when the app leaves paths out. */
  readonly path: string;
  readonly template: Template;
  /** The template file of a nested stack, relative to this template's. */
  readonly nestedTemplateFile: string | undefined;
}

/** What a template doesn't say of itself: the stack's names, for humans and for CloudFormation, and what follows from where it goes. */
export type TemplateNames = Pick<Template, 'stack' | 'stackName'> & Partial<Pick<Template, 'pseudoParameters'>>;

/** Reads a template. */
export function parseTemplate(json: unknown, names: TemplateNames, nestedIn?: Resource): Template {
  const { Resources, Parameters, Mappings, Outputs } = asObject(json);
  const resources = new Map<string, Resource>();
  const template: Template = {
    pseudoParameters: {},
    ...names,
    resources,
    parameters: asObject(Parameters),
    mappings: asObject(Mappings),
    outputs: asObject(Outputs),
    nestedIn,
  };
  for (const [logicalId, value] of Object.entries(asObject(Resources))) {
    const { Type, Properties, Metadata } = asObject(value);
    const metadata = asObject(Metadata);
    resources.set(logicalId, {
      logicalId,
      type: asString(Type) ?? '',
      properties: asObject(Properties),
      path: asString(metadata['aws:cdk:path']) ?? `${names.stack}/${logicalId}`,
      template,
      nestedTemplateFile: asString(metadata['aws:asset:path']),
    });
  }
  return template;
}
