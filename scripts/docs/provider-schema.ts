import { join } from 'node:path';
import ts from 'typescript';
import { documented } from './documented.ts';
import { compile, type Sources } from './sources.ts';

const PACKAGE = 'websocket-proxy-constructs';
const PROVIDER = join(import.meta.dirname, '../../lib/pulumi/provider');

/** Names of types in other languages, which have been so from the start, where TypeScript has another. */
const NAMES: Readonly<Record<string, string>> = {
  Capacity: 'CapacityArgs',
  ExistingBucket: 'BucketArgs',
  ExistingLogGroup: 'LogGroupArgs',
  NodeImageOptions: 'NodeImageArgs',
  ServiceDeploymentCircuitBreaker: 'DeploymentCircuitBreakerArgs',
};

/** What a schema says of a value, as Pulumi has it. */
interface TypeSpec {
  readonly type?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  readonly $ref?: string;
  /** Whether the value may not be an output. */
  readonly plain?: true;
}

interface PropertySpec extends TypeSpec {
  readonly optional?: true;
  readonly description?: string;
}

interface ObjectSpec {
  readonly type: 'object';
  readonly description?: string;
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required: readonly string[];
}

/**
 * The schema that Pulumi makes the component for other languages from, by the component's class and the interfaces of its arguments.
 *
 * Pulumi infers such a schema too, but knows no unions, which nginx's directives have, and takes no comment of an interface that another one is made from.
 */
export function providerSchema(): string {
  const sources = compile(join(PROVIDER, 'websocket-proxy.ts'));
  const component = sources.classOf('WebSocketProxy');
  const [, args] = component.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  if (args === undefined) throw new Error('the component has no arguments');
  const writer = new SchemaWriter(sources);
  const { properties: inputProperties, required: requiredInputs } = writer.members(
    sources.checker.getTypeAtLocation(args),
  );
  const outputs = component.members.filter(ts.isPropertyDeclaration).map((member) => member.name.getText());
  const { properties, required } = writer.members(sources.checker.getTypeAtLocation(component), outputs);
  const resource = { type: 'object', isComponent: true, inputProperties, requiredInputs, properties, required };
  return JSON.stringify({
    name: PACKAGE,
    resources: { [`${PACKAGE}:index:WebSocketProxy`]: { ...resource, description: documented(component) } },
    types: Object.fromEntries(writer.types),
    language: Object.fromEntries(
      ['nodejs', 'python', 'csharp', 'java', 'go'].map((language) => [language, { respectSchemaVersion: true }]),
    ),
    dependencies: [],
  });
}

/** Writes types of TypeScript as those of a schema, and keeps the objects among them that have a name. */
class SchemaWriter {
  /** The named ones, by their token. */
  readonly types = new Map<string, ObjectSpec>();
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /**
   * The members of an object.
   *
   * @param names - those that are meant; all by default
   */
  members(type: ts.Type, names?: readonly string[]): Pick<ObjectSpec, 'properties' | 'required'> {
    const members = type.getProperties().filter(({ name }) => names?.includes(name) ?? true);
    const required = members.filter((member) => (member.flags & ts.SymbolFlags.Optional) === 0);
    return {
      properties: Object.fromEntries(members.map((member) => [member.name, this.#member(member)])),
      required: required.map(({ name }) => name).toSorted(),
    };
  }

  #member(member: ts.Symbol): PropertySpec {
    const declaration = declarationOf(member);
    const optional = (member.flags & ts.SymbolFlags.Optional) !== 0;
    const description = documented(declaration);
    const late = isOutput(declaration.type) || isDirective(declaration);
    return {
      ...this.#written(declaration.type, late),
      ...(optional && { optional: true }),
      ...(description !== '' && { description }),
    };
  }

  /** @param late - whether an output of it will do */
  #written(node: ts.TypeNode, late: boolean): TypeSpec {
    const spec = this.#spec(node, late);
    return late || isInput(node) ? spec : { ...spec, plain: true };
  }

  #spec(node: ts.TypeNode, late: boolean): TypeSpec {
    if (
      ts.isParenthesizedTypeNode(node) ||
      (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword)
    ) {
      return this.#spec(node.type, late);
    }
    if (ts.isArrayTypeNode(node)) return { type: 'array', items: this.#written(node.elementType, late) };
    if (ts.isUnionTypeNode(node)) return this.#union(node, late);
    if (ts.isTypeReferenceNode(node)) return this.#reference(node, late);
    const { flags } = this.#sources.checker.getTypeFromTypeNode(node);
    if ((flags & ts.TypeFlags.StringLike) !== 0) return { type: 'string' };
    if ((flags & ts.TypeFlags.NumberLike) !== 0) return { type: 'number' };
    if ((flags & ts.TypeFlags.BooleanLike) !== 0) return { type: 'boolean' };
    const words = this.#sources.checker.getTypeFromTypeNode(node);
    if (words.isUnion() && words.types.every((each) => each.isStringLiteral())) return { type: 'string' };
    throw new Error(`${node.getText()} has no type in a schema`);
  }

  #union({ types }: ts.UnionTypeNode, late: boolean): TypeSpec {
    const some = types.filter((each) => each.kind !== ts.SyntaxKind.UndefinedKeyword);
    const [first, ...others] = new Map(
      some.map((each) => this.#spec(each, late)).map((spec) => [JSON.stringify(spec), spec]),
    ).values();
    if (first === undefined) throw new Error('a union of nothing has no type in a schema');
    if (others.length === 0) return first;
    const isText = [first, ...others].every(({ type }) => type === 'string' || type === 'number');
    // Times and sizes in nginx's syntax; a number in a text is one, too.
    return isText ? { type: 'string' } : { oneOf: [first, ...others] };
  }

  #reference(node: ts.TypeReferenceNode, late: boolean): TypeSpec {
    const name = node.typeName.getText();
    const [first, second] = node.typeArguments ?? [];
    if ((name === 'pulumi.Input' || name === 'pulumi.Output' || name === 'Readonly') && first)
      return this.#spec(first, late);
    if (name === 'Record' && second) return { type: 'object', additionalProperties: this.#written(second, late) };
    const declaration = this.#sources.declarationOf(node.typeName);
    if (ts.isTypeAliasDeclaration(declaration)) return this.#spec(declaration.type, late);
    if (!ts.isInterfaceDeclaration(declaration)) throw new Error(`${node.getText()} has no type in a schema`);
    return this.#named(declaration);
  }

  #named(declaration: ts.InterfaceDeclaration): TypeSpec {
    const { text: given } = declaration.name;
    const name = NAMES[given] ?? (given.endsWith('Args') ? given : `${given}Args`);
    const token = `${PACKAGE}:index:${name}`;
    if (!this.types.has(token)) {
      // Before its members, which may name it.
      this.types.set(token, { type: 'object', properties: {}, required: [] });
      const description = documented(declaration);
      const members = this.members(this.#sources.checker.getTypeAtLocation(declaration));
      this.types.set(token, { type: 'object', ...(description !== '' && { description }), ...members });
    }
    return { $ref: `#/types/${token}` };
  }
}

function isInput(node: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(node) && node.typeName.getText() === 'pulumi.Input';
}

function isOutput(node: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(node) && node.typeName.getText() === 'pulumi.Output';
}

/** Directives are declared as plain values, of which a backend takes outputs too. */
function isDirective(declaration: ts.Node): boolean {
  const { fileName } = declaration.getSourceFile();
  return fileName.includes('/proxy-runtime/') || fileName.endsWith('/backend-target.ts');
}

/** Where a member is declared, for one of a mapped type that which it is made from. */
function declarationOf(
  member: ts.Symbol,
): (ts.PropertySignature | ts.PropertyDeclaration) & { readonly type: ts.TypeNode } {
  const [declaration] = member.declarations ?? [];
  if (
    declaration === undefined ||
    !(ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)) ||
    !declaration.type
  ) {
    throw new Error(`${member.name} is not declared with a type`);
  }
  return declaration as (ts.PropertySignature | ts.PropertyDeclaration) & { readonly type: ts.TypeNode };
}
