import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { describe, test } from 'node:test';
import { LOCATION_DIRECTIVES } from '../../proxy-runtime/config/directives/families.ts';
import { CONNECTION_DIRECTIVES } from '../../lib/plan/nginx-conf/levels.ts';
import { read, type Kind } from '../../lib/plan/props/index.ts';
import { ARGS_OPTIONS } from '../../lib/pulumi/args/arg-kinds.ts';
import { placeOf } from '../../lib/pulumi/args/setting-context.ts';
import { ARGS } from '../../lib/pulumi/provider/arg-kinds.ts';
import { WebSocketProxyProvider } from '../../lib/pulumi/provider/provider.ts';

const NAME = 'websocket-proxy-constructs';
const ROOT = join(import.meta.dirname, '..', '..');
const SCHEMA = join(ROOT, 'lib', 'pulumi', 'provider', 'schema.json');

/** A type as a schema has it: Pulumi takes one form of five. */
interface TypeSpec {
  readonly type?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  readonly $ref?: string;
}

interface Member extends TypeSpec {
  readonly plain?: boolean;
  readonly optional?: boolean;
  readonly description?: string;
}

interface Schema {
  readonly resources: Readonly<
    Record<
      string,
      ObjectSpec & {
        readonly inputProperties: Readonly<Record<string, Member>>;
        readonly requiredInputs: readonly string[];
      }
    >
  >;
  readonly types: Readonly<Record<string, ObjectSpec>>;
}

interface ObjectSpec {
  readonly properties: Readonly<Record<string, Member>>;
  readonly required: readonly string[];
}

/** Something of each type that a schema has. */
const VALUES: readonly unknown[] = ['arn:x', true, 1, [], {}];

/** Texts in the schema, and numbers too where a program has no schema. */
const TIMES: readonly string[] = ['idleTimeout', 'clientKeepAlive', 'deregistrationDelay', 'stopTimeout'];

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

const PRIMITIVES: readonly string[] = ['boolean', 'integer', 'number', 'string'];

/** What Pulumi's metaschema, pkg/codegen/schema/pulumi.json, doesn't allow in a type and in those within it. */
function problemsOf(spec: TypeSpec): readonly string[] {
  const { type = '', items, additionalProperties, oneOf = [] } = spec;
  const form = ['type', 'items', 'additionalProperties', 'oneOf', '$ref'].filter((key) => key in spec).join(' ');
  const isOne =
    (form === 'type' && PRIMITIVES.includes(type)) ||
    (form === 'type items' && type === 'array') ||
    (form === 'type additionalProperties' && type === 'object') ||
    (form === 'oneOf' && oneOf.length >= 2) ||
    form === '$ref';
  const within = [items, additionalProperties, ...oneOf].filter((each) => each !== undefined);
  return [...(isOne ? [] : [JSON.stringify(spec)]), ...within.flatMap(problemsOf)];
}

function throws(attempt: () => unknown): boolean {
  try {
    attempt();
    return false;
  } catch {
    return true;
  }
}

describe('The schema for other languages', () => {
  const { resources, types } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Schema;
  const { inputProperties, requiredInputs } = resources[`${NAME}:index:WebSocketProxy`] ?? assert.fail();

  test('has a type for everything that it names, and names every type', () => {
    const named = [...JSON.stringify({ resources, types }).matchAll(/"\$ref":"#\/types\/([^"]+)"/g)].map(
      ([, token]) => token,
    );
    assert.deepEqual([...new Set(named)].toSorted(), Object.keys(types).toSorted());
  });

  test('has types of the forms that Pulumi takes, and as required what is not optional', () => {
    const [component] = Object.values(resources);
    assert.ok(component);
    const inputs = { properties: component.inputProperties, required: component.requiredInputs };
    for (const { properties, required } of [inputs, component, ...Object.values(types)]) {
      assert.deepEqual(Object.values(properties).flatMap(problemsOf), []);
      const needed = Object.entries(properties).flatMap(([name, { optional = false }]) => (optional ? [] : [name]));
      assert.deepEqual(needed.toSorted(), required);
    }
  });

  test('says of every argument and member what it is', () => {
    const members = Object.entries(types).flatMap(([token, { properties }]) =>
      Object.entries(properties).map(([name, member]) => [`${token}.${name}`, member] as const),
    );
    const silent = [...Object.entries(inputProperties), ...members].filter(
      ([, { description = '' }]) => description === '',
    );
    assert.deepEqual(
      silent.map(([name]) => name),
      [],
    );
  });

  test('has every directive that a backend may have in TypeScript', () => {
    const refused: readonly string[] = CONNECTION_DIRECTIVES;
    const directives = [...Object.keys(LOCATION_DIRECTIVES), 'internal', 'set'].filter(
      (name) => !refused.includes(name),
    );
    const { properties } = types[`${NAME}:index:BackendArgs`] ?? assert.fail();
    assert.deepEqual(Object.keys(properties).toSorted(), [...directives, 'service', 'url'].toSorted());
  });

  test('has the arguments that are checked when they come, with their types', () => {
    assert.deepEqual(Object.keys(ARGS).toSorted(), Object.keys(inputProperties).toSorted());
    assert.deepEqual(requiredInputs, Object.keys(ARGS_OPTIONS.required));
    for (const [name, kind] of Object.entries<Kind<unknown>>(ARGS)) {
      const { type = 'object', plain = false } = inputProperties[name] ?? {};
      const taken = VALUES.filter((value) => !throws(() => read(kind, value, placeOf(name)))).map(typeOf);
      const isOther = taken.filter((one) => one !== type && !(TIMES.includes(name) && one === 'number'));
      assert.deepEqual(isOther, [], name);
      // What stands in a list may be an output where the list itself may not.
      const isLate = !throws(() => read(kind, pulumi.output('1'), placeOf(name)));
      // The members of a log group that is an output are outputs, which is enough.
      if (isLate) assert.equal(plain, name === 'logGroup', name);
      else assert.ok(plain || type === 'array' || type === 'object', name);
    }
  });

  test('is served with the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const served = JSON.parse(new WebSocketProxyProvider().schema) as { readonly version: string };
    assert.equal(served.version, version);
  });
});
