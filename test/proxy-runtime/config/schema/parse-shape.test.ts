import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseProxyConfig } from '../../../../proxy-runtime/index.ts';
import { complaint, configWith } from '../../support/config.ts';

const server = (change: object): object => configWith({ servers: [{ listen: 8080, locations: {}, ...change }] });

describe('the shape of a configuration', () => {
  test('a right one is given back as it is', () => {
    const config = configWith({ proxyReadTimeout: '1h', health: { listen: 8081 } });
    assert.deepEqual(parseProxyConfig(config), config);
  });

  test('a rule for addresses has one word, whether the other is left out or undefined', () => {
    const config = configWith({ access: [{ allow: '10.0.0.0/8', deny: undefined }, { deny: 'all' }] });
    assert.deepEqual(parseProxyConfig(config), config);
    for (const rule of [{}, { allow: 'all', deny: 'all' }, { allow: undefined }])
      assert.equal(complaint(configWith({ access: [rule] })), 'access[0]: must be { allow } or { deny }');
  });

  for (const value of [undefined, null, 'servers', 5, true]) {
    test(`${JSON.stringify(value)} is none`, () =>
      assert.equal(complaint(value), 'the configuration must be an object'));
  }

  const RETURN = 'servers[0].locations["/"].return';
  const wrong: readonly (readonly [string, unknown])[] = [
    ['servers: needs at least one server', { servers: [] }],
    ['servers[0]: must be an object', { servers: [null] }],
    ['servers[0].listen: is missing', { servers: [{ locations: {} }] }],
    ['servers[0].locations: is missing', { servers: [{ listen: 80 }] }],
    ['proxyReadTimeOut: unknown option; did you mean proxyReadTimeout?', configWith({ proxyReadTimeOut: '5s' })],
    ['servers[0].lissen: unknown option; did you mean listen?', server({ lissen: 80 })],
    ['foo: unknown option', configWith({ foo: 1 })],
    ["accessLog: must be 'on', 'off', { path, format }, or a list of these", configWith({ accessLog: true })],
    [
      "proxyRedirect: must be 'default', 'off', or a list of 'default' and { from, to }",
      configWith({ proxyRedirect: 'on' }),
    ],
    ['keepaliveRequests: must be a whole number, 1 or more', configWith({ keepaliveRequests: 0 })],
    ['maxHeaders: must be a whole number, 1 or more', configWith({ maxHeaders: 1.5 })],
    [
      'largeClientHeaderBuffers.number: must be a whole number, 1 to 1024',
      configWith({ largeClientHeaderBuffers: { number: 0, size: '8k' } }),
    ],
    ['largeClientHeaderBuffers: must be an object', configWith({ largeClientHeaderBuffers: '4 8k' })],
    ['proxySetHeader["X Y"]: is not a header name', configWith({ proxySetHeader: { 'X Y': '1' } })],
    ['proxySetHeader.X: must not contain a line break', configWith({ proxySetHeader: { X: 'a\r\nEvil: b' } })],
    ['proxySetHeader.X: must be a string or a list of strings', configWith({ proxySetHeader: { X: 1 } })],
    ['proxySetHeader.X: must be a string or a list of strings', configWith({ proxySetHeader: { X: ['a', 1] } })],
    ['proxyHideHeader[0]: is not a header name', configWith({ proxyHideHeader: ['X: Y'] })],
    ['servers[0].serverName: must be a name or a list of names', server({ serverName: 5 })],
    ["proxyHttpVersion: must be a string, '1.0' or '1.1' with quotes", configWith({ proxyHttpVersion: 1.1 })],
    ["proxyHttpVersion: must be '1.0' or '1.1'", configWith({ proxyHttpVersion: '2' })],
    ['servers[0].locations["/"]: must be an object', server({ locations: { '/': 1 } })],
    [`${RETURN}: must be an object; write {"code":200}`, server({ locations: { '/': { return: 200 } } })],
    [
      `${RETURN}: must be an object; write {"code":200,"text":"all well"}`,
      server({ locations: { '/': { return: '200 all well' } } }),
    ],
    [
      `${RETURN}: must be an object; write {"code":302,"text":"https://$host/"}`,
      server({ locations: { '/': { return: 'https://$host/' } } }),
    ],
    ['health: must be an object', configWith({ health: true })],
    ['health.listen: is missing', configWith({ health: {} })],
    ['health.path: must start with /', configWith({ health: { listen: 1, path: 'x' } })],
    [
      'maps.x: must be a variable, like $connection_upgrade',
      configWith({ maps: { x: { source: '$host', values: {} } } }),
    ],
    ['maps.$x.values: is missing', configWith({ maps: { $x: { source: '$host' } } })],
    ['maps.$x.values.a: must be a string', configWith({ maps: { $x: { source: '$host', values: { a: 1 } } } })],
  ];
  for (const [message, config] of wrong) test(message, () => assert.equal(complaint(config), message));

  test('a condition of proxyNextUpstream that does not exist', () =>
    assert.match(
      complaint(configWith({ proxyNextUpstream: ['eror'] })),
      /^proxyNextUpstream\[0\]: must be one of error, timeout, /,
    ));

  test('a time that can not be read is shown, and how one is written', () =>
    assert.match(
      complaint(configWith({ proxyReadTimeout: '15 minuts' })),
      /^proxyReadTimeout: "15 minuts" is not a time; write seconds/,
    ));

  test('a size that can not be read is shown, and how one is written', () =>
    assert.match(
      complaint(configWith({ proxyBufferSize: '8kb' })),
      /^proxyBufferSize: "8kb" is not a size; write bytes/,
    ));

  test('a list is no record', () => {
    assert.match(complaint(server({ locations: [] })), /^servers\[0\]\.locations: /);
    assert.match(complaint(configWith({ maps: [] })), /^maps: /);
  });

  test('a record is no list, and is told so in our words', () => {
    for (const option of ['proxyHideHeader', 'proxyNextUpstream', 'proxySetHeader']) {
      const said = complaint(configWith({ [option]: 'X' }));
      assert.match(said, new RegExp(`^${option}: must be `));
    }
  });

  test('names of the prototype are unknown options like any other, and reach no prototype', () => {
    assert.equal(complaint(configWith({ constructor: 1 })), 'constructor: unknown option');
    assert.throws(
      () => parseProxyConfig(JSON.parse('{"__proto__":{"servers":[]}}')),
      /^ConfigError: servers: is missing; write \{.*\}; in it, __proto__: unknown option$/,
    );
    assert.equal('servers' in {}, false);
  });
});
