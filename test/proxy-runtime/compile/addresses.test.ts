import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseProxyConfig } from '../../../proxy-runtime/compile/parse.ts';
import { complaint, configWith } from '../support/config.ts';

const listening = (listen: unknown): object => configWith({ servers: [{ listen, locations: {} }] });

describe('addresses to listen on', () => {
  for (const listen of ['abc', '127.0.0.1:70000', 'x:y', ':80', 'unix:relative', '127.0.0.1:80x']) {
    test(`listen ${listen}`, () =>
      assert.equal(
        complaint(listening(listen)),
        `servers[0].listen: ${JSON.stringify(listen)} is no address to listen on; write a port (0 to 65535), 'host:port' or 'unix:/path'`,
      ));
  }
  test('listen 70000', () =>
    assert.match(complaint(listening(70_000)), /^servers\[0\]\.listen: must be a whole number, 0 to 65535$/));
  test('listen true', () =>
    assert.equal(
      complaint(listening(true)),
      "servers[0].listen: must be a port, 'host:port', 'unix:/path', { address }, or a list of these",
    ));
  test('listen with ssl, but without a certificate', () =>
    assert.equal(
      complaint(listening({ address: 8443, ssl: true })),
      "servers[0].sslCertificate: is missing, but the server listens with ssl; name a PEM file, or set sslRejectHandshake to 'on'",
    ));
  test('listen nowhere', () => assert.match(complaint(listening([])), /^servers\[0\]\.listen: /));
  test('listen twice on the same', () =>
    assert.match(
      complaint(listening([8080, '0.0.0.0:8080'])),
      /^servers.*: 0\.0\.0\.0:8080 is listened on twice; leave one out$/,
    ));
  test('health.listen', () =>
    assert.match(
      complaint(configWith({ health: { listen: 'x' } })),
      /^health\.listen: "x" is no address to listen on/,
    ));
});

describe('addresses of upstream servers', () => {
  const upstream = (servers: unknown): object => configWith({ upstreams: { u: { servers } } });

  test('none', () => assert.equal(complaint(upstream([])), 'upstreams.u.servers: needs at least one server'));
  test('not an object', () => assert.equal(complaint(upstream(['a'])), 'upstreams.u.servers[0]: must be an object'));
  test('a misspelt option', () =>
    assert.equal(
      complaint(upstream([{ address: 'a', wieght: 2 }])),
      'upstreams.u.servers[0].wieght: unknown option; did you mean weight?',
    ));
  test('only backups', () =>
    assert.equal(
      complaint(upstream([{ address: 'a', backup: true }])),
      'upstreams.u.servers: all are backup; one at least must not be',
    ));
  test('no weight', () =>
    assert.equal(
      complaint(upstream([{ address: 'a', weight: 0 }])),
      'upstreams.u.servers[0].weight: must be a whole number, 1 or more',
    ));
  for (const address of ['a:b', 'a:0', 'a:65536', 'http://a', 'a/b', 'a b', '[::1', '::1:80:x']) {
    test(`address ${address}`, () =>
      assert.equal(
        complaint(upstream([{ address }])),
        `upstreams.u.servers[0].address: ${JSON.stringify(address)} is no server address; write 'host', 'host:port' (1 to 65535) or 'unix:/path'`,
      ));
  }
  test('a port behind the name of an upstream block', () => {
    const upstreams = { u: { servers: [{ address: 'a' }] } };
    const servers = [{ listen: 80, locations: { '/': { proxyPass: 'http://u:80' } } }];
    assert.equal(
      complaint({ upstreams, servers }),
      `servers[0].locations["/"].proxyPass: upstream "u" can't have a port here; its servers have theirs`,
    );
  });
  for (const address of ['10.0.0.300', 'a b', 'dns:0', 'dns:65536', '[dns]:53', '::1:53:x', '']) {
    test(`a DNS server that is neither an address nor a name: ${address}`, () =>
      assert.match(complaint(configWith({ resolver: { addresses: [address] } })), /^resolver\.addresses/));
  }

  for (const address of [
    '10.0.0.3',
    '10.0.0.3:5353',
    '[::1]:53',
    '::1',
    'dns',
    'kube-dns.kube-system.svc.cluster.local:53',
  ]) {
    test(`DNS server ${address}`, () => {
      const config = configWith({ resolver: { addresses: [address] } });
      assert.deepEqual(parseProxyConfig(config), config);
    });
  }
});
