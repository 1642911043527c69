import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { describe, test } from 'node:test';
import { complaint, read, serverOf } from './support/read.ts';

function conf(text: string): string {
  return `server { ${text} return 200; }`;
}

describe('listen', () => {
  for (const [text, listen] of [
    ['', 80],
    ['listen 8080;', 8080],
    ['listen *:8080;', 8080],
    ['listen 127.0.0.1:8080;', '127.0.0.1:8080'],
    ['listen 127.0.0.1;', '127.0.0.1:80'],
    ['listen localhost:8080;', 'localhost:8080'],
    ['listen [::1]:8080;', '[::1]:8080'],
    ['listen [::];', '[::]:80'],
    ['listen unix:/run/edge.sock;', 'unix:/run/edge.sock'],
    ['listen 8080-8082;', [8080, 8081, 8082]],
    ['listen 80; listen [::]:80;', [80, '[::]:80']],
    ['listen 80 default_server;', { address: 80, defaultServer: true }],
    ['listen 80 so_keepalive=on;', { address: 80, soKeepalive: 'on' }],
    ['listen 80 so_keepalive=30m::;', { address: 80, soKeepalive: { idle: '30m' } }],
    ['listen [::]:80 ipv6only=off;', { address: '[::]:80', ipv6only: 'off' }],
  ] as const) {
    test(text === '' ? 'nothing' : text, () => assert.deepEqual(serverOf(read(conf(text))).listen, listen));
  }

  test('parameters of the socket have no effect', () => {
    const { config, notices } = read(conf('listen 80 reuseport backlog=1024;'));
    assert.equal(config.servers[0]?.listen, 80);
    assert.deepEqual(notices, [
      "nginx.conf:1: listen reuseport concerns the system's socket, which is as the system makes it here",
    ]);
  });

  test('nor has HTTP/2, nor what so_keepalive says beyond the idle time', () =>
    assert.deepEqual(read(conf('listen 80 http2;\nlisten 81 so_keepalive=1m:10s:3;')).notices, [
      'nginx.conf:1: listen http2 has no effect here: clients agree on HTTP/1.1, which WebSockets need',
      "nginx.conf:2: listen so_keepalive: interval and count are the system's here; only idle has an effect",
    ]));

  for (const [text, message] of [
    ['listen 0;', 'nginx.conf:1: "listen": invalid port in "0"; a port is 1 to 65535'],
    ['listen 65536;', 'nginx.conf:1: "listen": invalid port in "65536"; a port is 1 to 65535'],
    ['listen 127.0.0.1:x;', 'nginx.conf:1: "listen": invalid port in "127.0.0.1:x"; a port is 1 to 65535'],
    ['listen 8082-8080;', 'nginx.conf:1: "listen": invalid port range in "8082-8080"'],
    ['listen [::1;', 'nginx.conf:1: "listen": invalid host in "[::1"'],
    ['listen [zz]:80;', 'nginx.conf:1: "listen": invalid IPv6 address in "[zz]:80"'],
    ['listen http://a;', 'nginx.conf:1: "listen": invalid port in "http://a"; a port is 1 to 65535'],
    ['listen 80 so_keepalive=::;', 'nginx.conf:1: "listen": "::" is no so_keepalive'],
    [
      'listen 80 quic;',
      'nginx.conf:1: "listen": quic is not here: HTTP/3 has no Upgrade; leave out this "listen", clients come over TCP',
    ],
    [
      'listen 80 proxy_protocol;',
      'nginx.conf:1: "listen": proxy_protocol is not here; let the load balancer send X-Forwarded-For instead',
    ],
    ['listen 80 backlog=0;', 'nginx.conf:1: "listen": must be more than 0'],
    ['listen 80; listen *:80;', 'nginx.conf:1: "listen": 0.0.0.0:80 is listened on twice; leave one out'],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(conf(text)), message));
  }

  test('with ssl, but without what it needs', () => {
    assert.equal(
      complaint(`\n${conf('listen 443 ssl;')}`),
      "nginx.conf:2: server: ssl_certificate: is missing, but the server listens with ssl; name a PEM file, or set ssl_reject_handshake to 'on'",
    );
    assert.equal(
      complaint(`ssl_verify_client on;\n${conf('listen 443 ssl; ssl_certificate a; ssl_certificate_key b;')}`),
      'nginx.conf:2: server: ssl_verify_client: is "on", but nothing says whom to trust; name the authorities in ssl_client_certificate or ssl_trusted_certificate',
    );
  });

  test('options of one address in two places', () =>
    assert.equal(
      complaint(`${conf('listen [::]:80 ipv6only=on;')}\n${conf('listen [0::0]:80 ipv6only=off;')}`),
      'nginx.conf:2: duplicate listen options for [::]:80: nginx.conf:1 has some; give them once',
    ));
});

describe('server_name', () => {
  test('all kinds of names', () =>
    assert.deepEqual(
      serverOf(
        read(conf(String.raw`server_name a.example *.b.example .c.example d.*; server_name "" "~^(?<x>.+)\.e$" _;`)),
      ).serverName,
      ['a.example', '*.b.example', '.c.example', 'd.*', '', String.raw`~^(?<x>.+)\.e$`, '_'],
    ));

  test('one name', () => assert.equal(serverOf(read(conf('server_name a;'))).serverName, 'a'));

  test("the machine's own", () =>
    assert.equal(serverOf(read(conf('server_name $hostname;'))).serverName, hostname().toLowerCase()));

  test('a name that an earlier server of the address has', () =>
    assert.deepEqual(read(`${conf('listen 80; server_name a;')}\n${conf('listen *:80; server_name b A;')}`).notices, [
      'nginx.conf:2: server_name "a" is ignored, as in nginx: an earlier server on 0.0.0.0:80 has it',
    ]));

  for (const name of ['*', '.', '*.', '*x.example', 'a.*.b', '*.a.*', 'a..b']) {
    test(`${name} is refused`, () =>
      assert.equal(
        complaint(conf(`server_name ${name};`)),
        `nginx.conf:1: "server_name": server name "${name}" is invalid; a * is the whole first or last part of a name`,
      ));
  }
});
