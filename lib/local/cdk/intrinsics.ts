import { asArray, asObject, asString, isObject } from '../deployed/json.ts';
import type { Resource, Template } from './template.ts';

/** A value that only a deployment knows, with the resource it belongs to, if that is in the assembly. */
class Unknown {
  /** What people read instead: `<ChatService.Name>`. */
  readonly placeholder: string;
  readonly resource: Resource | undefined;

  constructor(name: string, resource?: Resource) {
    // It may come to stand inside JSON, perhaps JSON in JSON, where a quote or backslash would end the string.
    this.placeholder = `<${name.replaceAll(/["\\]/g, '_')}>`;
    this.resource = resource;
  }

  toString(): string {
    return this.placeholder;
  }
}

type Value = string | Unknown | undefined;

/** The attributes of resources that are one of their properties, if the template gives that. */
const GIVEN_ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::ECS::Service': { Name: 'ServiceName' },
  'AWS::ServiceDiscovery::Service': { Name: 'Name' },
};

/** AWS's own values; those of the commercial regions, which no local run depends on. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Resolves CloudFormation's functions across all templates of an assembly, as far as that is possible without deploying them. */
export class IntrinsicResolver {
  readonly #templates: readonly Template[];
  readonly #placeholders = new Set<string>();

  constructor(templates: readonly Template[]) {
    this.#templates = templates;
  }

  /** The placeholders in some texts, of all that were given out for values not known yet. */
  placeholdersIn(texts: readonly string[]): readonly string[] {
    return [...this.#placeholders].filter((placeholder) => texts.some((text) => text.includes(placeholder)));
  }

  /** A copy of `value` in which every function is replaced by its text; what is not known yet is written `<Name>`. */
  plain(value: unknown, template: Template): unknown {
    if (Array.isArray(value)) {
      return value.map((item: unknown) => this.plain(item, template)).filter((item) => item !== undefined);
    }
    if (!isObject(value)) return value;
    if (isFunction(value)) return this.#call(value, template)?.toString();
    const entries = Object.entries(value).map(([key, item]) => [key, this.plain(item, template)] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }

  /** The resource that `value` refers to, through exports, parameters and outputs of nested stacks. */
  resource(value: unknown, template: Template): Resource | undefined {
    const result = isFunction(value) ? this.#call(value, template) : undefined;
    return result instanceof Unknown ? result.resource : undefined;
  }

  #value(value: unknown, template: Template): Value {
    return isFunction(value) ? this.#call(value, template) : asString(value);
  }

  #text(value: unknown, template: Template): string {
    return this.#value(value, template)?.toString() ?? '';
  }

  #call(call: object, template: Template): Value {
    const [name = '', argument] = (Object.entries(call) as [string, unknown][])[0] ?? [];
    const list = asArray(argument);
    switch (name) {
      case 'Ref':
        return this.#ref(asString(argument) ?? '', template);
      case 'Fn::GetAtt': {
        const [id = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : list.map(String);
        return this.#getAtt(id, attribute.join('.'), template);
      }
      case 'Fn::Join':
        return asArray(list[1])
          .map((item) => this.#text(item, template))
          .join(asString(list[0]) ?? '');
      case 'Fn::Sub':
        return this.#sub(argument, template);
      case 'Fn::ImportValue':
        return this.#import(this.#text(argument, template));
      case 'Fn::GetStackOutput': {
        const { StackName, OutputName } = asObject(argument);
        return this.#stackOutput(this.#text(StackName, template), this.#text(OutputName, template));
      }
      case 'Fn::Select':
        return this.#select(list, template);
      case 'Fn::FindInMap': {
        const [map, key, item] = list.map((part) => this.#text(part, template));
        const found = asObject(asObject(template.mappings[map ?? ''])[key ?? ''])[item ?? ''];
        return asString(found) ?? this.#unknown([map, key, item].join('.'));
      }
      default:
        return this.#unknown(name);
    }
  }

  #unknown(name: string, resource?: Resource): Unknown {
    const unknown = new Unknown(name, resource);
    this.#placeholders.add(unknown.placeholder);
    return unknown;
  }

  #ref(name: string, template: Template): Value {
    if (name === 'AWS::NoValue') return undefined;
    const resource = template.resources.get(name);
    if (resource !== undefined) return this.#unknown(localName(resource), resource);
    const parent = template.nestedIn;
    const passed = asObject(parent?.properties['Parameters'])[name];
    if (parent !== undefined && passed !== undefined) return this.#value(passed, parent.template);
    const parameter = asObject(template.parameters[name]);
    return (
      template.pseudoParameters[name] ??
      PSEUDO_PARAMETERS[name] ??
      asString(parameter['Default']) ??
      this.#unknown(name)
    );
  }

  #getAtt(id: string, attribute: string, template: Template): Value {
    const resource = template.resources.get(id);
    if (resource === undefined) return this.#unknown(`${id}.${attribute}`);
    if (attribute.startsWith('Outputs.')) {
      const nested = this.#templates.find((other) => other.nestedIn === resource);
      const output = asObject(nested?.outputs[attribute.slice('Outputs.'.length)]);
      if (nested !== undefined && 'Value' in output) return this.#value(output['Value'], nested);
    }
    const property = GIVEN_ATTRIBUTES[resource.type]?.[attribute] ?? '';
    const given = asString(resource.properties[property]);
    return given ?? this.#unknown(`${localName(resource)}.${attribute}`, resource);
  }

  #sub(argument: unknown, template: Template): string {
    const [pattern, own] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
    const values = asObject(own);
    return (asString(pattern) ?? '').replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      if (name in values) return this.#text(values[name], template);
      const [id = '', ...attribute] = name.split('.');
      const value = attribute.length === 0 ? this.#ref(id, template) : this.#getAtt(id, attribute.join('.'), template);
      return value?.toString() ?? '';
    });
  }

  #import(name: string): Value {
    for (const template of this.#templates) {
      for (const output of Object.values(template.outputs).map(asObject)) {
        if (this.#text(asObject(output['Export'])['Name'], template) === name)
          return this.#value(output['Value'], template);
      }
    }
    return this.#unknown(name);
  }

  /** @param stack - the stack's name or ARN */
  #stackOutput(stack: string, name: string): Value {
    const stackName = /:stack\/([^/]+)/.exec(stack)?.[1] ?? stack;
    const template = this.#templates.find((other) => other.stackName === stackName && name in other.outputs);
    if (template === undefined) return this.#unknown(`${stackName}.${name}`);
    return this.#value(asObject(template.outputs[name])['Value'], template);
  }

  #select([index, items]: readonly unknown[], template: Template): Value {
    const split = asArray(asObject(items)['Fn::Split']);
    const source = split.length === 2 ? this.#value(split[1], template) : undefined;
    const list = typeof source === 'string' ? source.split(asString(split[0]) ?? '') : asArray(items);
    const item = list[Number(index)];
    return item === undefined ? this.#unknown(`Fn::Select.${String(index)}`) : this.#value(item, template);
  }
}

function isFunction(value: unknown): value is object {
  if (!isObject(value)) return false;
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}

/** A resource's path within its stack, without the ids that CDK adds: `ChatService/CloudmapService`. */
function localName(resource: Resource): string {
  const { path, template } = resource;
  const inStack = path.startsWith(`${template.stack}/`) ? path.slice(template.stack.length + 1) : path;
  return inStack.replace(/\/(Resource|Default)$/, '');
}
