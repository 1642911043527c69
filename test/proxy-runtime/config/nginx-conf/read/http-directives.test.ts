import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaint, inHttp, inLocation, inServer, locationOf, read, serverOf } from './support/read.ts';

function httpOf(text: string): object {
  const { servers, ...options } = read(inHttp(text)).config;
  assert.equal(servers.length, 1);
  return options;
}

describe('the client', () => {
  for (const [text, options] of [
    [
      'client_header_timeout 10s; client_body_timeout 10s; send_timeout 500ms;',
      { clientHeaderTimeout: '10s', clientBodyTimeout: '10s', sendTimeout: '500ms' },
    ],
    [
      'client_header_buffer_size 2k; large_client_header_buffers 8 16k; max_headers 100;',
      { clientHeaderBufferSize: '2k', largeClientHeaderBuffers: { number: 8, size: '16k' }, maxHeaders: 100 },
    ],
    [
      'client_max_body_size 10m; client_body_buffer_size 128k;',
      { clientMaxBodySize: '10m', clientBodyBufferSize: '128k' },
    ],
    ['client_body_temp_path /var/tmp/bodies;', { clientBodyTempPath: '/var/tmp/bodies' }],
    [
      'keepalive_timeout 65; keepalive_requests 100; keepalive_time 30m; keepalive_min_timeout 1s;',
      { keepaliveTimeout: '65', keepaliveRequests: 100, keepaliveTime: '30m', keepaliveMinTimeout: '1s' },
    ],
    ['keepalive_timeout 65 60;', { keepaliveTimeout: '65', keepaliveHeaderTimeout: '60' }],
    ['keepalive_requests 0;', { keepaliveRequests: 1 }],
    [
      'lingering_close always; lingering_time 10s; lingering_timeout 1s;',
      { lingeringClose: 'always', lingeringTime: '10s', lingeringTimeout: '1s' },
    ],
    ['reset_timedout_connection on; tcp_nodelay off;', { resetTimedoutConnection: 'on', tcpNodelay: 'off' }],
    [
      'underscores_in_headers on; ignore_invalid_headers off; merge_slashes off;',
      { underscoresInHeaders: 'on', ignoreInvalidHeaders: 'off', mergeSlashes: 'off' },
    ],
  ] as const) {
    test(text, () => assert.deepEqual(httpOf(text), options));
  }

  test('folders within the one for bodies', () =>
    assert.deepEqual(read(inHttp('client_body_temp_path /tmp/b 1 2;')).notices, [
      'nginx.conf:1: client_body_temp_path makes no folders within its folder: such files have no name here',
    ]));
});

describe('access', () => {
  test('rules in their order, and who asks', () => {
    const conf = inLocation(
      'satisfy any; allow 10.0.0.0/8; allow ::1; allow unix:; deny all; auth_request /auth; auth_request_set $user $upstream_http_x_user;',
    );
    assert.deepEqual(locationOf(read(conf)), {
      proxyPass: 'http://127.0.0.1:3000',
      satisfy: 'any',
      access: [{ allow: '10.0.0.0/8' }, { allow: '::1' }, { allow: 'unix:' }, { deny: 'all' }],
      authRequest: '/auth',
      authRequestSet: { $user: '$upstream_http_x_user' },
    });
  });

  test('what is wrong with a rule is said of it', () =>
    assert.match(complaint(inServer('\nallow 10.0.0.1;\ndeny nobody;')), /^nginx\.conf:3: "deny": /));

  test('a variable that is set twice', () =>
    assert.equal(
      complaint(inServer('auth_request_set $a 1; auth_request_set $a 2;')),
      'nginx.conf:1: "auth_request_set" has set $a already; leave one out',
    ));
});

describe('limits', () => {
  test('zones and limits', () =>
    assert.deepEqual(
      httpOf(`
        limit_conn_zone $binary_remote_addr zone=clients:10m; limit_conn_zone $server_name zone=all:1m;
        limit_conn clients 10; limit_conn all 1000; limit_conn_status 429; limit_conn_log_level warn; limit_conn_dry_run on;
        limit_req_zone $binary_remote_addr zone=one:10m rate=10r/s; limit_req_zone $host rate=30r/m zone=two:1m;
        limit_req zone=one burst=20 nodelay; limit_req zone=two burst=5 delay=2; limit_req_status 429;
      `),
      {
        limitConnZone: {
          clients: { key: '$binary_remote_addr', size: '10m' },
          all: { key: '$server_name', size: '1m' },
        },
        limitConn: { clients: 10, all: 1000 },
        limitConnStatus: 429,
        limitConnLogLevel: 'warn',
        limitConnDryRun: 'on',
        limitReqZone: {
          one: { key: '$binary_remote_addr', size: '10m', rate: '10r/s' },
          two: { key: '$host', size: '1m', rate: '30r/m' },
        },
        limitReq: [
          { zone: 'one', burst: 20, nodelay: true },
          { zone: 'two', burst: 5, delay: 2 },
        ],
        limitReqStatus: 429,
      },
    ));

  for (const [text, message] of [
    ['limit_conn_zone $host foo=1;', 'nginx.conf:1: invalid parameter "foo=1" of "limit_conn_zone"; it may be zone='],
    [
      'limit_conn_zone $host zone=z;',
      'nginx.conf:1: "limit_conn_zone": "z" is not a zone; write its name and size, such as one:10m',
    ],
    [
      'limit_conn_zone $host zone=z:1k;',
      'nginx.conf:1: "limit_conn_zone": the zone "z" is too small with 1k; 32k is the least',
    ],
    [
      'limit_conn_zone $host zone=z:1m; limit_conn_zone $host zone=z:1m;',
      'nginx.conf:1: "limit_conn_zone": the zone "z" has a key already',
    ],
    [
      'limit_req_zone $host zone=z:1m rate=0r/s;',
      'nginx.conf:1: "limit_req_zone": "0r/s" is not a rate; write 10r/s, or 30r/m for less than one in a second',
    ],
    [
      'limit_conn_zone $host zone=z:1m; limit_conn z 1; limit_conn z 2;',
      'nginx.conf:1: "limit_conn" directive is duplicate for the zone "z"',
    ],
    [
      'limit_conn_zone $host zone=z:1m; limit_conn z 65536;',
      `nginx.conf:1: "limit_conn": 65536 connections are more than 65535, nginx's most`,
    ],
    ['limit_req burst=1;', 'nginx.conf:1: "limit_req" must have a zone='],
    ['limit_conn_status 200;', 'nginx.conf:1: "limit_conn_status": 200 is not a status from 400 to 599'],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(inHttp(text)), message));
  }

  test('a limit of a zone that is nowhere is said of its line', () =>
    assert.match(complaint(inServer('\nlimit_conn nowhere 1;')), /^nginx\.conf:2: "limit_conn": /));
});

describe('responses', () => {
  test('header lines and redirects', () =>
    assert.deepEqual(
      httpOf(`add_header A b; add_header C "$host d" always; add_header_inherit merge; default_type text/html; server_tokens off;
        absolute_redirect off; port_in_redirect off; server_name_in_redirect on;`),
      {
        addHeader: [
          { name: 'A', value: 'b' },
          { name: 'C', value: '$host d', always: true },
        ],
        addHeaderInherit: 'merge',
        defaultType: 'text/html',
        serverTokens: 'off',
        absoluteRedirect: 'off',
        portInRedirect: 'off',
        serverNameInRedirect: 'on',
      },
    ));

  test('the name of a build there is none', () =>
    assert.deepEqual(httpOf('server_tokens build;'), { serverTokens: 'on' }));

  test('a third argument of add_header', () =>
    assert.equal(
      complaint(inHttp('add_header A b c;')),
      'nginx.conf:1: invalid parameter "c" of "add_header"; it may be always',
    ));
});

describe('resolver', () => {
  test('addresses and parameters', () =>
    assert.deepEqual(httpOf('resolver 10.0.0.2 [fd00::2]:5353 valid=30s ipv4=on ipv6=off; resolver_timeout 5s;'), {
      resolver: { addresses: ['10.0.0.2', '[fd00::2]:5353'], valid: '30s', ipv4: 'on', ipv6: 'off' },
      resolverTimeout: '5s',
    }));

  for (const [text, message] of [
    ['resolver valid=30s;', 'nginx.conf:1: "resolver": no name servers defined; write their addresses'],
    ['resolver 127.0.0.1 valid=1x;', /^nginx\.conf:1: "resolver": "1x" is not a time/],
    ['resolver 127.0.0.1 ipv4=off ipv6=off;', 'nginx.conf:1: "resolver": ipv4 and ipv6 can not both be off'],
    ['resolver 127.0.0.1 status_zone=z;', `nginx.conf:1: "resolver": status_zone= is commercial nginx's; leave it out`],
    ['resolver 10.0.0.300;', /^nginx\.conf:1: "resolver": must be an IP address or a host name/],
  ] as const) {
    test(`${text} is refused`, () => {
      if (typeof message === 'string') assert.equal(complaint(inHttp(text)), message);
      else assert.match(complaint(inHttp(text)), message);
    });
  }
});

describe('TLS to clients', () => {
  test('ssl directives', () =>
    assert.deepEqual(
      httpOf(`
        ssl_protocols TLSv1.2; ssl_protocols TLSv1.3; ssl_ciphers HIGH:!aNULL; ssl_prefer_server_ciphers on; ssl_ecdh_curve X25519;
        ssl_session_timeout 1d; ssl_session_tickets off; ssl_verify_client optional_no_ca; ssl_session_cache none;
      `),
      {
        sslProtocols: ['TLSv1.2', 'TLSv1.3'],
        sslCiphers: 'HIGH:!aNULL',
        sslPreferServerCiphers: 'on',
        sslEcdhCurve: 'X25519',
        sslSessionTimeout: '1d',
        sslSessionTickets: 'off',
        sslVerifyClient: 'optional_no_ca',
      },
    ));

  test('certificates of several kinds of keys', () => {
    const server = serverOf(
      read(`server { listen 443 ssl; return 200;
        ssl_certificate /tls/rsa.pem; ssl_certificate_key /tls/rsa.key; ssl_certificate /tls/ec.pem; ssl_certificate_key /tls/ec.key; }`),
    );
    assert.deepEqual(server, {
      listen: { address: 443, ssl: true },
      return: { code: 200 },
      sslCertificate: ['/tls/rsa.pem', '/tls/ec.pem'],
      sslCertificateKey: ['/tls/rsa.key', '/tls/ec.key'],
      locations: {},
    });
  });

  test('what no OpenSSL has any more', () => {
    const { config, notices } = read(inHttp('ssl_protocols SSLv3 TLSv1.2;'));
    assert.deepEqual(config.sslProtocols, ['TLSv1.2']);
    assert.deepEqual(notices, ['nginx.conf:1: ssl_protocols SSLv3 is not offered: no OpenSSL has it any more']);
  });

  for (const [text, message] of [
    ['ssl_protocols TLSv9;', 'nginx.conf:1: "ssl_protocols": "TLSv9" is not one of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3'],
    ['ssl on;', 'nginx.conf:1: "ssl" is not here: nginx has it no more; write ssl after the address of "listen"'],
    [
      'ssl_session_cache foo;',
      'nginx.conf:1: "ssl_session_cache": "foo" is no session cache; it is off, none, builtin or shared:NAME:SIZE',
    ],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(inHttp(text)), message));
  }
});
