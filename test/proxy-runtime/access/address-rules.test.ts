import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileAddressRules } from '../../../proxy-runtime/access/address-rules.ts';
import { ConfigError } from '../../../proxy-runtime/config/config-error.ts';
import type { AccessRule } from '../../../proxy-runtime/config/types.ts';

type Case = readonly [address: string, verdict: 'allow' | 'deny' | undefined];

function check(title: string, rules: readonly AccessRule[], cases: readonly Case[]): void {
  test(title, () => {
    const verdict = compileAddressRules(rules);
    for (const [address, expected] of cases) assert.equal(verdict(address), expected, address);
  });
}

describe('allow and deny', () => {
  check(
    'say nothing where there are none',
    [],
    [
      ['127.0.0.1', undefined],
      ['unix:', undefined],
    ],
  );

  check(
    'are tried in their order',
    [
      { deny: '192.168.1.1' },
      { allow: '192.168.1.0/24' },
      { allow: '10.1.1.0/16' },
      { allow: '2001:db8::/32' },
      { deny: 'all' },
    ],
    [
      ['192.168.1.1', 'deny'],
      ['192.168.1.2', 'allow'],
      ['192.168.2.1', 'deny'],
      ['10.1.255.255', 'allow'],
      ['10.2.0.0', 'deny'],
      ['2001:db8:ffff::1', 'allow'],
      ['2001:0db9::1', 'deny'],
      ['unix:', 'deny'],
    ],
  );

  check(
    'of a later rule do not change an earlier one',
    [{ allow: '10.0.0.0/8' }, { deny: '10.0.0.1' }, { allow: 'all' }, { deny: 'all' }],
    [
      ['10.0.0.1', 'allow'],
      ['8.8.8.8', 'allow'],
    ],
  );

  check(
    'of unix sockets concern nobody else',
    [{ allow: 'unix:' }, { deny: '0.0.0.0/0' }],
    [
      ['unix:', 'allow'],
      ['1.2.3.4', 'deny'],
      ['::1', undefined],
    ],
  );

  check(
    'of addresses concern no unix socket',
    [{ deny: '0.0.0.0/0' }, { deny: '::/0' }],
    [
      ['unix:', undefined],
      ['::1', 'deny'],
    ],
  );

  check(
    'see through IPv4 within IPv6, and interfaces',
    [{ allow: '10.0.0.0/8' }, { allow: 'fe80::/10' }],
    [
      ['::ffff:10.1.2.3', 'allow'],
      ['::ffff:11.1.2.3', undefined],
      ['fe80::1%eth0', 'allow'],
    ],
  );

  for (const what of [
    '10.0.0.0/33',
    '::1/129',
    '10.0.0',
    '10.0.0.1/',
    '/8',
    '10.0.0.0/a',
    'localhost',
    '',
    'fe80::1%lo',
  ])
    test(`${JSON.stringify(what)} is refused`, () => {
      const rules = [{ allow: 'all' }, { deny: what }];
      assert.throws(
        () => compileAddressRules(rules),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError);
          assert.ok(error.reason.startsWith(`${JSON.stringify(what)} is no address; write all, unix:, `), error.reason);
          assert.deepEqual(error.path, [1, 'deny']);
          return true;
        },
      );
    });
});
