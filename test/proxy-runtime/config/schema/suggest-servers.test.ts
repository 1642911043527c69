import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseProxyConfig } from '../../../../proxy-runtime/index.ts';

/** What is said against a configuration. */
function complaint(value: unknown): string {
  try {
    parseProxyConfig(value);
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('it was taken');
}

/** The configuration that the message says to write. */
function suggested(value: unknown): Record<string, unknown> {
  const [, json = ''] = /^servers: (?:is missing|must be a list); write (\{.*\})$/.exec(complaint(value)) ?? [];
  const config = JSON.parse(json) as Record<string, unknown>;
  parseProxyConfig(config);
  return config;
}

describe('a configuration without a list of servers', () => {
  const proxyPass = 'http://127.0.0.1:3001';
  const chat = { '/chat/': { proxyPass } };

  for (const [what, given, server] of [
    ['locations alone', { '/chat/': proxyPass }, { listen: 8080, locations: chat }],
    [
      'locations of all kinds',
      { '= /a': chat['/chat/'], '~ ^/b': proxyPass },
      { listen: 8080, locations: { '= /a': { proxyPass }, '~ ^/b': { proxyPass } } },
    ],
    [
      'one server',
      { listen: 9000, serverName: 'a', locations: chat },
      { listen: 9000, serverName: 'a', locations: chat },
    ],
    ['a backend alone', { proxyPass }, { listen: 8080, locations: { '/': { proxyPass } } }],
    [
      'the words of others',
      { port: 9000, server_name: 'a', proxy_pass: proxyPass },
      { listen: 9000, serverName: 'a', locations: { '/': { proxyPass } } },
    ],
    ['locations under another name', { backends: { '/chat/': proxyPass } }, { listen: 8080, locations: chat }],
    ['a server for the list', { servers: { listen: 9000, locations: chat } }, { listen: 9000, locations: chat }],
    ['the list alone', [{ listen: 9000, locations: chat }], { listen: 9000, locations: chat }],
  ] as const) {
    test(`${what}: the message has one that says the same`, () =>
      assert.deepEqual(suggested(given)['servers'], [server]));
  }

  test('gets what lets WebSockets through, unless it says itself what is passed on', () => {
    assert.deepEqual(Object.keys(suggested({ '/chat/': proxyPass })), ['servers', 'maps', 'proxySetHeader']);
    const own = { proxySetHeader: { Host: 'a' }, '/chat/': proxyPass };
    assert.deepEqual(suggested(own), {
      proxySetHeader: own.proxySetHeader,
      servers: [{ listen: 8080, locations: chat }],
    });
  });

  test('that says nothing of a server gets an example', () => {
    const { servers, proxyReadTimeout } = suggested({ proxyReadTimeout: '1h' });
    assert.equal(proxyReadTimeout, '1h');
    assert.deepEqual(servers, [{ listen: 8080, locations: { '/': { proxyPass: 'http://127.0.0.1:3000' } } }]);
  });

  test('what else is wrong is said of the one to write', () => {
    assert.match(
      complaint({ '/': { proxyPas: proxyPass } }),
      /^servers: is missing; write \{.*\}; in it, servers\[0\]\.locations\["\/"\]\.proxyPas: unknown option; did you mean proxyPass\?$/,
    );
  });

  test('a misspelt list is no missing one', () =>
    assert.equal(complaint({ servrs: [] }), 'servrs: unknown option; did you mean servers?'));
});

test('a location that is an address, or stands beside the others', () => {
  const server = { listen: 8080, locations: {} };
  assert.equal(
    complaint({ servers: [{ ...server, locations: { '/': 'http://a' } }] }),
    'servers[0].locations["/"]: must be an object; write {"proxyPass":"http://a"}',
  );
  assert.equal(
    complaint({ servers: [{ ...server, '/': { proxyPass: 'http://a' } }] }),
    'servers[0]["/"]: unknown option; a location stands in "locations"',
  );
});
