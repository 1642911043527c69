import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { PlanError } from '../../../lib/plan/errors/plan-error.ts';
import { described, isPlainObject } from '../../../lib/plan/props/described.ts';
import {
  anyText,
  client,
  common,
  flag,
  having,
  type Kind,
  late,
  listOf,
  mark,
  marked,
  type SettingContext,
  read,
  recordOf,
  shape,
  text,
  time,
  wholeNumber,
} from '../../../lib/plan/props/index.ts';

/** Stands for a value that only the deployment knows. */
const LATE = Symbol('late');

const PLACE: SettingContext = {
  setting: 'prop',
  isLate: (value) => value === LATE,
  late: 'an output',
  context: undefined,
};

const size = shape<{ readonly width?: number; readonly deep?: boolean }>(
  { width: wholeNumber, deep: late(flag) },
  { takes: 'a size', wayOut: 'use { width: 1 }', required: { width: 'by which it is wide; give it' } },
);

interface Vpc {
  readonly vpcId: string;
}

/** What the build of aws-cdk-lib calls a Vpc. */
class Vpc2 {
  readonly vpcId = 'vpc-1';
}

class Sized {
  readonly #half = 1.5;
  get width(): number {
    return 2 * this.#half;
  }
  readonly other = 1;
}

const open = shape<{ readonly width?: number }>(
  { width: wholeNumber },
  { takes: 'a size', wayOut: 'use one', instances: true },
);

describe('A kind takes', () => {
  for (const [what, kind, value, taken = value] of [
    ['a number', wholeNumber, 3],
    ['a number that the plan refuses', wholeNumber, 3.5],
    ['a flag', flag, false],
    ['text', text('an id', "'x'"), 'vpc-1'],
    ['no text where that is one', anyText, ''],
    ['seconds', time, 90],
    ["nginx's syntax", time, '1h30m'],
    ['one of some', common.cpuArchitecture, 'ARM64'],
    ['days', common.logRetention(0), 0],
    ['a list', listOf(flag), [true]],
    ['a list of another realm', listOf(flag), runInNewContext('[true]'), [true]],
    ['an empty list', listOf(flag), []],
    ['a record', recordOf(flag, 'flags', '{}'), { a: true }],
    ['a shape', size, { width: 1 }],
    ['a shape of another realm', size, runInNewContext('({ width: 1 })'), { width: 1 }],
    ['a shape without prototype', size, Object.assign(Object.create(null), { width: 1 }), { width: 1 }],
    ['an unknown key that is undefined', size, { width: 1, heigth: undefined }, { width: 1 }],
    ['an object of a class with getters', open, new Sized(), { width: 3 }],
    ['what only the deployment knows', late(flag), LATE],
    ['that in a shape', size, { width: 1, deep: LATE }],
    ['a stand-in', having<Vpc>('a VPC', ['vpcId'], 'use one'), { vpcId: 'vpc-1' }],
    ['an IPv6 range', client, '2001:db8::/32', { type: 'ipv6', text: '2001:db8::/32' }],
    ['a prefix list', client, 'pl-0a1b', { type: 'prefixList', text: 'pl-0a1b' }],
    ['a security policy that is new', common.sslPolicy('x'), 'ELBSecurityPolicy-TLS13-1-4-2031-01'],
  ] as readonly (readonly [string, Kind<unknown>, unknown, unknown?])[]) {
    test(what, () => {
      assert.deepEqual(read(kind, value, PLACE), taken);
    });
  }

  test('an object of one of our classes, whichever copy of this package made it', () => {
    const backend = {};
    mark(backend, 'cdk.Backend');
    assert.equal(read(marked('cdk.Backend', 'use one'), backend, PLACE), backend);
    assert.deepEqual(Object.keys(backend), []);
  });
});

describe('A kind refuses', () => {
  const backend = {};
  mark(backend, 'pulumi.Backend');
  for (const [kind, value, message] of [
    [wholeNumber, '3', "prop is '3', but takes whole numbers; use 3"],
    [wholeNumber, '3 tasks', "prop is '3 tasks', but takes whole numbers; use a number"],
    [wholeNumber, Infinity, 'prop is the number Infinity, but takes whole numbers; use a number'],
    [wholeNumber, NaN, 'prop is NaN, but takes whole numbers; use a number'],
    [wholeNumber, null, 'prop is null, but takes whole numbers; leave it out'],
    [wholeNumber, LATE, 'prop is an output, but it decides which resources there are; give it a plain value'],
    [flag, 'Yes', "prop is 'Yes', but takes true or false; use true"],
    [flag, 0, 'prop is the number 0, but takes true or false; use false'],
    [flag, {}, 'prop is an empty object, but takes true or false; use either'],
    [text('an id', "'vpc-…'"), '  ', "prop is '  ', but takes an id; use 'vpc-…'"],
    [anyText, 80, "prop is the number 80, but takes text; use '80'"],
    [anyText, Sized, "prop is the class Sized, but takes text; use '…'"],
    [time, '15 min', "prop is '15 min', but takes seconds, or nginx's syntax; use 900, '900s', '15m' or '1h30m'"],
    [common.cpuArchitecture, 'arm64', "prop is 'arm64', but Fargate allows X86_64 and ARM64; use ARM64"],
    [common.logRetention(0), 31, /^prop is 31, but CloudWatch Logs allows 1, 3, .* 3653 and 0; use 60$/],
    [listOf(flag), 'true', "prop is 'true', but takes a list, each item true or false; use ['true']"],
    [listOf(flag), new Set(), 'prop is a Set, but takes a list, each item true or false; use […]'],
    [listOf(flag), [true, 'no'], "prop[1] is 'no', but takes true or false; use false"],
    [listOf(flag), Array(1), 'prop[0] is undefined, but takes true or false; use either'],
    [
      recordOf(flag, 'flags by name', '{ a: true }'),
      [],
      'prop is an empty list, but takes flags by name; use { a: true }',
    ],
    [
      recordOf(flag, 'flags by name', '{ a: true }'),
      new Map(),
      'prop is a Map, but takes flags by name; use { a: true }',
    ],
    [recordOf(flag, 'flags', '{}'), { a: undefined }, "prop['a'] is undefined, but takes true or false; use either"],
    [size, 5, 'prop is the number 5, but takes a size; use { width: 1 }'],
    [size, new Sized(), 'prop is a Sized, but takes a size; use { width: 1 }'],
    [size, {}, 'prop.width is missing, by which it is wide; give it'],
    [size, { width: 1, deeep: true }, 'there is no key prop.deeep; use deep'],
    [size, { width: 1, height: null }, 'there is no key prop.height; there are width, deep'],
    [having<Vpc>('a VPC', ['vpcId'], 'use a Vpc'), {}, 'prop is an empty object, but takes a VPC; use a Vpc'],
    [having<Vpc>('a VPC', ['vpcId'], 'use a Vpc'), 'vpcId', "prop is 'vpcId', but takes a VPC; use a Vpc"],
    [marked('cdk.Backend', 'use Backend.url()'), {}, 'prop is an empty object, but takes a Backend; use Backend.url()'],
    [
      marked('cdk.Backend', 'use Backend.url()'),
      backend,
      'prop is an empty object, but takes one of websocket-proxy-constructs/cdk; import it from there',
    ],
    [client, '10.0.0.1', /^prop is '10\.0\.0\.1', which is no address range, .*; write '10\.0\.0\.1\/32'$/],
    [client, '10.0.0.0/33', /which is no address range/],
    [client, '10.0.0.0/8/8', /which is no address range/],
    [client, 'fe80::1', /; write 'fe80::1\/128'$/],
    [common.capacity, { tunnels: 0 }, 'prop.tunnels is 0, but takes whole numbers from 1 on; use 1'],
    [
      common.capacity,
      { tunnels: 1, opensPerSecond: 0.5 },
      'prop.opensPerSecond is 0.5, but takes whole numbers from 0 on; use 1',
    ],
    [
      common.capacity,
      { tunnels: LATE },
      'prop.tunnels is an output, but other numbers follow from it; give it a plain value',
    ],
  ] as readonly (readonly [Kind<unknown>, unknown, string | RegExp])[]) {
    test(typeof message === 'string' ? message : message.source, () => {
      assert.throws(
        () => read(kind, value, PLACE),
        (error) =>
          error instanceof PlanError &&
          (typeof message === 'string' ? error.message === message : message.test(error.message)),
      );
    });
  }
});

describe('What a value is called', () => {
  for (const [value, words] of [
    ['a\nb "c"', `'a\\nb "c"'`],
    ['x'.repeat(100), `'${'x'.repeat(60)}…'`],
    [undefined, 'undefined'],
    [3n, '3'],
    [() => 1, 'a function'],
    [[1], 'a list'],
    [{ a: 1 }, 'an object'],
    [Promise.resolve(), 'a Promise'],
    [new Error('x'), 'an Error'],
    [new Vpc2(), 'a Vpc'],
    [Object.create({ constructor: undefined }), 'an object'],
  ] as const) {
    test(words, () => {
      assert.equal(described(value), words);
    });
  }

  test('is nothing that code of the value decides', () => {
    const hostile = {
      get constructor(): never {
        throw new Error('asked');
      },
    };
    assert.equal(isPlainObject(hostile), true);
    assert.equal(described(hostile), 'an object');
  });
});
