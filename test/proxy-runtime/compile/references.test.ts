import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseProxyConfig } from '../../../proxy-runtime/compile/parse.ts';
import { complaint, configWith, configWithLocation } from '../support/config.ts';

const HERE = 'servers[0].locations["/"]';

describe('what a configuration refers to', () => {
  test('a location without a backend', () =>
    assert.equal(
      complaint(configWithLocation({})),
      `${HERE}: has no backend; give it a proxyPass, such as 'http://127.0.0.1:8080', a return, or locations: {} to answer 404`,
    ));

  test('a location without a backend on purpose', () => {
    const config = configWithLocation({ locations: {} });
    assert.deepEqual(parseProxyConfig(config), config);
  });

  test('a location with a backend and an answer: both are checked', () => {
    assert.match(
      complaint(configWithLocation({ proxyPass: 'http://a:0', return: { code: 200 } })),
      /proxyPass: "http:\/\/a:0" is no backend/,
    );
    assert.match(
      complaint(configWithLocation({ proxyPass: 'http://a', return: { code: 301 } })),
      /return: 301 is a redirect, and needs the URL as its text, or '' for none$/,
    );
  });

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
      /: the regular expression "\(" is no regular expression: a \( has no \)$/,
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

  test('a dollar that begins no variable', () => {
    assert.match(
      complaint(configWith({ proxySetHeader: { X: '5$' } })),
      /proxySetHeader\.X: "5\$" has a \$ that begins no variable$/,
    );
    assert.match(complaint(configWithLocation({ proxyPass: 'http://a$' })), /proxyPass: "http:\/\/a\$" has a \$/);
  });

  test('a variable in braces without the last one', () => {
    assert.match(
      complaint(configWith({ proxySetHeader: { X: 'a${host' } })),
      /proxySetHeader\.X: "a\$\{host" has \$\{host without a } behind the name$/,
    );
    assert.match(
      complaint(configWithLocation({ proxyPass: 'http://${host' })),
      /proxyPass: .* has \$\{host without a }/,
    );
  });

  for (const name of ['$host', '$HOST', '$http_host', '$sent_http_location']) {
    const own = new RegExp(`gives .* a value, which is a variable of nginx's own; take another name$`);
    test(`${name} as a variable of the configuration's own`, () => {
      assert.match(complaint(configWith({ maps: { [name]: { source: '$uri', values: {} } } })), own);
      assert.match(complaint(configWithLocation({ set: { [name]: 'x' }, return: { code: 200 } })), own);
      assert.match(complaint(configWith({ authRequestSet: { [name]: 'x' } })), own);
    });
  }

  test('a group with the name of a variable', () =>
    assert.match(
      complaint(configWithLocation({ return: { code: 200 } }, '~ ^/(?<host>a)')),
      /the regular expression .* gives \$host a value, which is a variable of nginx's own/,
    ));

  test('a header nginx has no variable for may be one', () => {
    const config = configWith({ maps: { $http_x_mine: { source: '$uri', values: {} } } });
    assert.deepEqual(parseProxyConfig(config), config);
  });

  test('two maps whose names differ by case only', () => {
    const maps = { $a: { source: '$uri', values: {} }, $A: { source: '$uri', values: {} } };
    assert.match(complaint(configWith({ maps })), /^maps\.\$A: is \$a, too: names of variables have no case/);
  });

  for (const proxyBind of ['foo', 'unix:/a', '127.0.0.1:0', '127.0.0.1:65536', '127.0.0.1:x', '[127.0.0.1]:1:2']) {
    test(`proxyBind ${proxyBind}`, () =>
      assert.match(
        complaint(configWith({ proxyBind })),
        /^proxyBind: .* is no address to bind to; write an IP address/,
      ));
  }

  test('proxyBind with an address, a port or variables', () => {
    for (const proxyBind of ['off', '127.0.0.1', '127.0.0.1:99', '::1', '[::1]:99', '$remote_addr']) {
      const config = configWith({ proxyBind });
      assert.deepEqual(parseProxyConfig(config), config);
    }
  });

  test('a map made from itself, however indirectly', () => {
    const maps = { $x: { source: '$y', values: {} }, $y: { source: '$x', values: {} } };
    assert.match(complaint(configWith({ maps })), /^maps\.\$x\.source.*: is made from itself$/);
  });

  test('a return of an informational status', () => {
    assert.match(complaint(configWithLocation({ return: { code: 101 } })), /^servers\[0\]\.locations\["\/"\]/);
    assert.match(complaint(configWithLocation({ return: { code: 99 } })), /return\.code: must be a whole number/);
  });
});
