import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaint, configWith, configWithLocation } from '../support/config.ts';

const HERE = 'servers[0].locations["/"]';

describe('what a configuration refers to', () => {
  test('a location without a backend', () =>
    assert.equal(
      complaint(configWithLocation({})),
      `${HERE}: has no backend; give it a proxyPass, such as 'http://127.0.0.1:8080', or a return`,
    ));

  test('a location with a backend and an answer', () =>
    assert.equal(
      complaint(configWithLocation({ proxyPass: 'http://a', return: { code: 200 } })),
      `${HERE}: has both proxyPass and return; leave one out`,
    ));

  for (const proxyPass of [
    '127.0.0.1:80',
    'ws://a',
    'http://',
    'http:///',
    'http://a:99999',
    'http://a:0',
    'http://user@a',
    'http://a:port',
    'http://a b',
  ]) {
    test(`proxyPass ${proxyPass}`, () =>
      assert.equal(
        complaint(configWithLocation({ proxyPass })),
        `${HERE}.proxyPass: ${JSON.stringify(proxyPass)} is no backend; write 'http://host:port', 'http://upstream-name' or 'http://unix:/path:'`,
      ));
  }

  test('a URI that can not stand in a request line', () => {
    for (const uri of ['/b c', '/b\x7f', '/é b']) {
      assert.ok(complaint(configWithLocation({ proxyPass: `http://a${uri}` })).startsWith(`${HERE}.proxyPass: `));
    }
  });

  test('a variable in proxyPass that does not exist', () =>
    assert.match(
      complaint(configWithLocation({ proxyPass: 'http://$nope' })),
      /^servers\[0\]\.locations\["\/"\]\.proxyPass: there is no variable \$nope; see the maps/,
    ));

  test('a URI part in a location by regular expression', () =>
    assert.match(
      complaint(configWithLocation({ proxyPass: 'http://a/b' }, '~ ^/x')),
      /^servers\[0\]\.locations\["~ \^\/x"\]\.proxyPass: .*a location by regular expression can't have; leave it out$/,
    ));

  for (const key of ['chat', '= chat', '', '~']) {
    test(`location ${JSON.stringify(key)}`, () =>
      assert.match(
        complaint(configWithLocation({ proxyPass: 'http://a' }, key)),
        /: is no location; write a path that starts with \//,
      ));
  }

  test('a location whose regular expression is none', () =>
    assert.match(
      complaint(configWithLocation({ proxyPass: 'http://a' }, '~ (')),
      /: "\(" is no regular expression that this proxy can match; /,
    ));

  test('a location twice', () => {
    const locations = { '/a': { proxyPass: 'http://a' }, '^~ /a': { proxyPass: 'http://b' } };
    const message = 'servers[0].locations: "/a" is there twice; leave one out';
    assert.equal(complaint(configWith({ servers: [{ listen: 80, locations }] })), message);
  });

  test('a variable that does not exist', () =>
    assert.equal(
      complaint(configWithLocation({ proxyPass: 'http://a', proxySetHeader: { X: 'a $nope' } })),
      `${HERE}.proxySetHeader.X: there is no variable $nope; see the maps, or nginx's names such as $host and $http_upgrade`,
    ));

  test('a dollar that begins no variable', () =>
    assert.match(
      complaint(configWith({ proxySetHeader: { X: '5$' } })),
      /proxySetHeader\.X: "5\$" has a \$ that begins no variable$/,
    ));

  test('a map made from itself, however indirectly', () => {
    const maps = { $x: { source: '$y', values: {} }, $y: { source: '$x', values: {} } };
    assert.match(complaint(configWith({ maps })), /^maps\.\$x\.source.*: is made from itself$/);
  });

  test('a return of an informational status', () => {
    assert.match(complaint(configWithLocation({ return: { code: 101 } })), /^servers\[0\]\.locations\["\/"\]/);
    assert.match(complaint(configWithLocation({ return: { code: 99 } })), /return\.code: must be a whole number/);
  });
});
