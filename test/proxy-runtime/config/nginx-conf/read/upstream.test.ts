import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UpstreamConfig } from '../../../../../proxy-runtime/config/types.ts';
import { complaint, inHttp, inUpstream, read } from './support/read.ts';

function upstreamOf(text: string): UpstreamConfig | undefined {
  return read(inUpstream(text)).config.upstreams?.['u'];
}

describe('upstream', () => {
  test('servers with all parameters', () =>
    assert.deepEqual(
      upstreamOf(`
        server a.internal:3000 weight=2 max_conns=100 max_fails=3 fail_timeout=30s;
        server unix:/run/app.sock down;
        server [fd00::2]:3000 resolve;
        server 127.0.0.1 backup;
        resolver 127.0.0.1;
      `)?.servers,
      [
        { address: 'a.internal:3000', weight: 2, maxConns: 100, maxFails: 3, failTimeout: '30s' },
        { address: 'unix:/run/app.sock', down: true },
        { address: '[fd00::2]:3000', resolve: true },
        { address: '127.0.0.1', backup: true },
      ],
    ));

  for (const [directive, balancer] of [
    ['least_conn;', 'least_conn'],
    ['ip_hash;', 'ip_hash'],
    ['hash $request_uri;', { hash: '$request_uri' }],
    ['hash $cookie_a$remote_addr consistent;', { hash: '$cookie_a$remote_addr', consistent: true }],
    ['random;', { random: 'one' }],
    ['random two;', { random: 'two' }],
    ['random two least_conn;', { random: 'two' }],
  ] as const) {
    test(directive, () => assert.deepEqual(upstreamOf(`${directive} server 127.0.0.1:1;`)?.balancer, balancer));
  }

  test('kept connections, resolver and zone', () =>
    assert.deepEqual(
      upstreamOf(`
        zone u 64k; server a.internal:1 resolve; resolver 10.0.0.2 [fd00::2]:53 valid=10s ipv6=off; resolver_timeout 5s;
        keepalive 16 local; keepalive_requests 100; keepalive_time 30m; keepalive_timeout 20s;
      `),
      {
        servers: [{ address: 'a.internal:1', resolve: true }],
        resolver: { addresses: ['10.0.0.2', '[fd00::2]:53'], valid: '10s', ipv6: 'off' },
        resolverTimeout: '5s',
        keepalive: 16,
        keepaliveRequests: 100,
        keepaliveTime: '30m',
        keepaliveTimeout: '20s',
      },
    ));

  test('the last load balancing method counts, with a notice', () => {
    const { config, notices } = read(inUpstream('ip_hash;\nleast_conn; server 127.0.0.1:1;'));
    assert.equal(config.upstreams?.['u']?.balancer, 'least_conn');
    assert.deepEqual(notices, ['nginx.conf:2: least_conn redefines the load balancing method; this one counts']);
  });

  const parameters =
    'weight=, max_conns=, max_fails=, fail_timeout=, backup, down, resolve, drain, route=, service=, slow_start=';
  for (const [text, message] of [
    ['', 'nginx.conf:1: no servers are inside upstream "u"'],
    ['server 127.0.0.1 weight=0;', 'nginx.conf:1: "server": must be more than 0'],
    ['server 127.0.0.1 weight=x;', 'nginx.conf:1: "server": "x" is not a number'],
    ['server 127.0.0.1 foo;', `nginx.conf:1: invalid parameter "foo" of "server"; it may be ${parameters}`],
    ['server 127.0.0.1 backup=1;', `nginx.conf:1: invalid parameter "backup=1" of "server"; it may be ${parameters}`],
    [
      'server 127.0.0.1 fail_timeout=500ms;',
      'nginx.conf:1: "server": "500ms" has milliseconds; the smallest unit here is s',
    ],
    [
      'hash $host; server 127.0.0.1 backup;',
      'nginx.conf:1: "server": the load balancing method does not support backup servers; leave out backup, or the method',
    ],
    [
      'server 127.0.0.1 drain;',
      'nginx.conf:1: "server": drain goes with "sticky", which is not here; write down, open tunnels go on',
    ],
    ['server 127.0.0.1; hash $host foo;', 'nginx.conf:1: "hash": "foo" is not one of consistent'],
    ['server 127.0.0.1; zone u 1k;', 'nginx.conf:1: "zone": the zone "u" is too small with 1k; 32k is the least'],
    [
      'server 127.0.0.1; keepalive 1; keepalive 2;',
      'nginx.conf:1: "keepalive" directive is duplicate; it is already there on line 1',
    ],
    [
      'server 127.0.0.1; sticky cookie s;',
      'nginx.conf:1: "sticky" is not here: no cookies are set or learned; write "ip_hash", or "hash $cookie_NAME consistent" with a cookie of the backend',
    ],
  ] as const) {
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(complaint(inUpstream(text)), message));
  }

  test('a name that is there already', () =>
    assert.equal(
      complaint(inHttp('upstream u { server 127.0.0.1; }\nupstream U { server 127.0.0.1; }')),
      'nginx.conf:2: duplicate upstream "U"',
    ));

  test('what is wrong with an address is said of its line', () =>
    assert.match(
      complaint(inUpstream('\nserver 127.0.0.1:1;\nserver 127.0.0.1:0;')),
      /^nginx\.conf:3: "server": "127\.0\.0\.1:0" is no server address/,
    ));
});
