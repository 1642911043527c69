import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as root from '../lib/index.ts';
import type * as types from '../lib/constructs-elsewhere.ts';
import * as cdk from '../lib/cdk/index.ts';
import * as pulumi from '../lib/pulumi/index.ts';

describe("what only /cdk and /pulumi have, taken from the package's root", () => {
  const shared = new Set<string>(['ConfigError', 'PlanError']);
  const names = new Set([...Object.keys(cdk), ...Object.keys(pulumi)].filter((name) => !shared.has(name)));
  const stands: Readonly<Record<string, unknown>> = { ...root };

  for (const name of names) {
    const where = `${name} is not in 'websocket-proxy-constructs'; import it from 'websocket-proxy-constructs/cdk' or from 'websocket-proxy-constructs/pulumi'`;

    test(`${name} says where it is when it is constructed`, () => {
      assert.throws(() => Reflect.construct(stands[name] as () => void, []) as unknown, { message: where });
    });

    for (const member of staticsOf(name))
      test(`${name}.${member} does, too`, () => {
        assert.throws(() => (stands[name] as Readonly<Record<string, unknown>>)[member], { message: where });
      });
  }

  test('the compiler shows it: the type is what to write', () => {
    const text: (typeof types)['Backend'] =
      "import Backend from 'websocket-proxy-constructs/cdk' or from 'websocket-proxy-constructs/pulumi'";
    assert.ok(text);
  });
});

/** The factories that one of the front ends has under this name. */
function staticsOf(name: string): readonly string[] {
  const classes = [cdk, pulumi].map((entry) => (entry as Readonly<Record<string, object | undefined>>)[name] ?? {});
  const own = classes.flatMap((each) => Object.entries(Object.getOwnPropertyDescriptors(each)));
  const factories = own.filter(([, { value }]) => typeof value === 'function').map(([member]) => member);
  return [...new Set(factories)];
}
