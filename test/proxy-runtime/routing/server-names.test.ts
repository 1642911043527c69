import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServerNames } from '../../../proxy-runtime/routing/server-names.ts';

/** The server of a host; a server is the list of its names. */
function find(servers: readonly [string, ...string[]], host: string): string {
  return new ServerNames<string>(servers, servers[0], (names) => names.split(' ')).find(host).server;
}

describe('the server of a host', () => {
  const servers = [
    'default.test',
    'www.example.test Upper.test',
    '*.example.test',
    '*.deep.example.test',
    'www.example.*',
    '.both.test',
    String.raw`~^shop-(?<number>\d+)\.TEST$`,
    '',
  ] as const;
  const found: readonly (readonly [string, string])[] = [
    ['www.example.test', 'www.example.test Upper.test'],
    ['upper.test', 'www.example.test Upper.test'],
    ['api.example.test', '*.example.test'],
    ['a.b.example.test', '*.example.test'],
    ['x.deep.example.test', '*.deep.example.test'],
    ['example.test', 'default.test'],
    ['www.example.org', 'www.example.*'],
    ['both.test', '.both.test'],
    ['a.both.test', '.both.test'],
    ['notboth.test', 'default.test'],
    ['shop-12.test', String.raw`~^shop-(?<number>\d+)\.TEST$`],
    ['elsewhere', 'default.test'],
    ['', ''],
  ];
  for (const [host, server] of found)
    test(`${JSON.stringify(host)} is ${JSON.stringify(server)}`, () => assert.equal(find(servers, host), server));

  test('of two with the same name is the first', () => {
    const first = { names: ['a'] };
    const second = { names: ['a'] };
    const names = new ServerNames([first, second], first, ({ names }) => names);
    assert.equal(names.find('a').server, first);
  });

  test('by regular expression comes with what it captured', () => {
    const names = new ServerNames<string>([String.raw`~^(?<tenant>\w+)\.test$`], '', (name) => [name]);
    assert.equal(names.find('acme.test').match?.groups?.['tenant'], 'acme');
  });
});
