/** The part of `terraform providers schema -json` that tells what a resource or data source takes and gives. */
export interface ProviderSchema {
  readonly resource_schemas: Readonly<Record<string, Schema>>;
  readonly data_source_schemas: Readonly<Record<string, Schema>>;
}

export interface Schema {
  readonly block: Block;
}

export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
}

export interface Attribute {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
}

export type AttributeType =
  | string
  | readonly ['list' | 'set' | 'map', AttributeType]
  | readonly ['object', Readonly<Record<string, AttributeType>>];

export interface NestedBlock {
  readonly nesting_mode: 'single' | 'list' | 'set';
  readonly max_items?: number;
  readonly block: Block;
}

/** Terraform's words that no rule makes of Pulumi's. */
const TYPES: Readonly<Record<string, string>> = {
  'aws:lb/loadBalancer:LoadBalancer': 'aws_lb',
  'aws:s3/bucketObjectv2:BucketObjectv2': 'aws_s3_object',
  'aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace': 'aws_service_discovery_private_dns_namespace',
  'aws:servicediscovery/service:Service': 'aws_service_discovery_service',
};

/**
 * The provider's name of one of Pulumi's types or functions: `aws:ecs/taskDefinition:TaskDefinition` is `aws_ecs_task_definition`, and what
 * the provider has without the service's name is so here: `aws:ec2/securityGroup:SecurityGroup` is `aws_security_group`.
 *
 * @throws when the provider has no such thing
 */
export function terraformType(schemas: Readonly<Record<string, Schema>>, token: string): string {
  const [, service = '', member = ''] = /^aws:(\w+)\/(?:get(?=[A-Z]))?(\w+):\w+$/.exec(token) ?? [];
  const name = snakeCase(member).replace(/^_/, '');
  const found = [TYPES[token], `aws_${service}_${name}`, `aws_${name}`].find(
    (type) => type !== undefined && type in schemas,
  );
  if (found === undefined)
    throw new Error(`${token}: the AWS provider has nothing of a name that follows from this one`);
  return found;
}

/** Of a block's arguments, the one that has this name in Pulumi; its bridge puts lists and sets into the plural, unless they take one item. */
export function findArgument<T>(
  entries: Readonly<Record<string, T>>,
  property: string,
  many: (entry: T) => boolean,
): string | undefined {
  const name = snakeCase(property);
  const singular = [name, name.replace(/ies$/, 'y'), name.replace(/es$/, ''), name.replace(/s$/, '')];
  return singular.find((each) => {
    const entry = entries[each];
    return entry !== undefined && (each === name || many(entry));
  });
}

/** What Pulumi calls an attribute. */
export function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
