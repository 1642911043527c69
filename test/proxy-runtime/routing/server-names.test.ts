import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServerNames } from '../../../proxy-runtime/routing/server-names.ts';

/** The server of a host; a server is the list of its names. */
function find(servers: readonly [string, ...string[]], host: string): string {
  return new ServerNames<string>(servers, (names) => names.split(' ')).find(host);
}

describe('the server of a host', () => {
  const servers = [
    'default.test',
    'www.example.test Upper.test',
    '*.example.test',
    '*.deep.example.test',
    'www.example.*',
    '.both.test',
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
    ['elsewhere', 'default.test'],
    ['', ''],
  ];
  for (const [host, server] of found)
    test(`${JSON.stringify(host)} is ${JSON.stringify(server)}`, () => assert.equal(find(servers, host), server));

  test('of two with the same name is the first', () => {
    const first = { names: ['a'] };
    const second = { names: ['a'] };
    assert.equal(
      new ServerNames([{ names: [] }, first, second], ({ names }: { names: string[] }) => names).find('a'),
      first,
    );
  });
});
