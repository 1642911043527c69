import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { after, describe, test } from 'node:test';
import { Analyzer } from '@pulumi/pulumi/provider/experimental/analyzer.js';
import { generateSchema } from '@pulumi/pulumi/provider/experimental/schema.js';
import { read, type Kind } from '../../lib/plan/props/index.ts';
import { ARGS_OPTIONS } from '../../lib/pulumi/args/arg-kinds.ts';
import { placeOf } from '../../lib/pulumi/args/place.ts';
import { ARGS } from '../../lib/pulumi/provider/arg-kinds.ts';
import { WebSocketProxyProvider } from '../../lib/pulumi/provider/provider.ts';

const NAME = 'websocket-proxy-constructs';
const ROOT = join(import.meta.dirname, '..', '..');
const SCHEMA = join(ROOT, 'lib', 'pulumi', 'provider', 'schema.json');
const COMPONENT = join(ROOT, 'lib', 'pulumi', 'provider', 'websocket-proxy.ts');

interface Component {
  readonly inputProperties: Readonly<Record<string, { readonly type?: string; readonly plain?: boolean }>>;
  readonly requiredInputs: readonly string[];
}

/** Something of each type that a schema has. */
const VALUES: readonly unknown[] = ['arn:x', true, 1, [], {}];

/** Texts in the schema, and numbers too where a program has no schema. */
const TIMES: readonly string[] = ['idleTimeout', 'clientKeepAlive', 'deregistrationDelay', 'stopTimeout'];

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
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
  const folder = mkdtempSync(join(tmpdir(), 'wsproxy-schema-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** `UPDATE_SNAPSHOTS=1 npm test` takes a change in: it is one of the API in every language. */
  test("is the one that Pulumi's analyzer infers from the component", () => {
    // The analyzer reads a tsconfig.json: with this one it compiles the component, not all of the repository.
    const options = { extends: join(ROOT, 'tsconfig.json'), compilerOptions: { types: [] }, files: [COMPONENT] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const analyzer = new Analyzer(folder, NAME, { main: COMPONENT }, new Set(['WebSocketProxy']));
    const { components, typeDefinitions, dependencies } = analyzer.analyze();
    const inferred = generateSchema(NAME, '', '', components, typeDefinitions, dependencies);
    // The version is the package's when it is served.
    const schema = JSON.parse(JSON.stringify({ ...inferred, version: undefined, description: undefined })) as unknown;
    if (process.env['UPDATE_SNAPSHOTS'] === '1') writeFileSync(SCHEMA, `${JSON.stringify(schema, null, 2)}\n`);
    assert.deepEqual(schema, JSON.parse(readFileSync(SCHEMA, 'utf8')));
  });

  test('has the arguments that are checked when they come, with their types', () => {
    const { inputProperties, requiredInputs } = (
      JSON.parse(readFileSync(SCHEMA, 'utf8')) as {
        readonly resources: Readonly<Record<string, Component>>;
      }
    ).resources[`${NAME}:index:WebSocketProxy`] ?? { inputProperties: {}, requiredInputs: [] };
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
