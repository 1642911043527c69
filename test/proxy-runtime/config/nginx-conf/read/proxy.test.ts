import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaint, inHttp, inLocation, locationOf, read } from './support/read.ts';

function optionsOf(text: string): object {
  const { proxyPass, ...options } = locationOf(read(inLocation(text)));
  assert.equal(proxyPass, 'http://127.0.0.1:3000');
  return options;
}

describe('proxy_set_header', () => {
  test('lines by name, in their order', () =>
    assert.deepEqual(
      Object.entries(
        optionsOf(
          'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_set_header Host "";',
        ),
      ),
      [['proxySetHeader', { Upgrade: '$http_upgrade', Connection: 'upgrade', Host: '' }]],
    ));

  test('several lines of one name', () =>
    assert.deepEqual(optionsOf('proxy_set_header A 1; proxy_set_header A 2; proxy_set_header B 3;'), {
      proxySetHeader: { A: ['1', '2'], B: '3' },
    }));

  test('a list where an object would lose the order, or how a name is written', () => {
    for (const [first, second, third] of [
      ['A', 'B', 'A'],
      ['A', 'a', 'B'],
      ['B', '2', '1'],
    ] as const) {
      const lines = [first, second, third].map((name) => ({ name, value: 'x' }));
      const text = lines.map(({ name, value }) => `proxy_set_header ${name} ${value};`).join(' ');
      assert.deepEqual(optionsOf(text), { proxySetHeader: lines });
    }
  });

  test('what is wrong with a line is said of it', () =>
    assert.match(
      complaint(inLocation('\nproxy_set_header A 1;\nproxy_set_header B $nope;\nproxy_set_header C 3;')),
      /^nginx\.conf:3: "proxy_set_header": there is no variable \$nope/,
    ));
});

describe('proxy_redirect', () => {
  for (const [text, proxyRedirect] of [
    ['proxy_redirect off;', 'off'],
    ['proxy_redirect default;', 'default'],
    ['proxy_redirect http://a/ /;', [{ from: 'http://a/', to: '/' }]],
    [
      String.raw`proxy_redirect default; proxy_redirect ~^/a(.*)$ /b$1; proxy_redirect ~*^/C /c;`,
      ['default', { from: '~^/a(.*)$', to: '/b$1' }, { from: '~*^/C', to: '/c' }],
    ],
  ] as const) {
    test(text, () => assert.deepEqual(optionsOf(text), { proxyRedirect }));
  }

  for (const [text, message] of [
    [
      'proxy_redirect foo;',
      'nginx.conf:1: invalid parameter "foo" of "proxy_redirect"; write default, off, or from what to what',
    ],
    [
      'proxy_redirect off; proxy_redirect off;',
      'nginx.conf:1: "proxy_redirect" directive is duplicate; "off" stands alone',
    ],
    [
      'proxy_redirect / /x; proxy_redirect off;',
      'nginx.conf:1: "proxy_redirect" directive is duplicate; "off" stands alone',
    ],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(inLocation(text)), message));
  }

  test('default before proxy_pass, or with one that has variables', () => {
    assert.equal(
      complaint('server { listen 80; location / { proxy_redirect default; proxy_pass http://a; } }'),
      'nginx.conf:1: "proxy_redirect default" must stand after the "proxy_pass" it follows from',
    );
    assert.equal(
      complaint('server { listen 80; location / { proxy_pass http://$http_a; proxy_redirect default; } }'),
      'nginx.conf:1: "proxy_redirect default" can not follow a "proxy_pass" with variables; write from what to what',
    );
  });
});

describe('other proxy directives', () => {
  for (const [text, options] of [
    [
      'proxy_read_timeout 15m; proxy_send_timeout 1m30s; proxy_connect_timeout 500ms;',
      { proxyReadTimeout: '15m', proxySendTimeout: '1m30s', proxyConnectTimeout: '500ms' },
    ],
    ['proxy_http_version 1.1;', { proxyHttpVersion: '1.1' }],
    [
      'proxy_next_upstream error HTTP_502; proxy_next_upstream timeout error;',
      { proxyNextUpstream: ['error', 'http_502', 'timeout'] },
    ],
    [
      'proxy_next_upstream_tries 3; proxy_next_upstream_timeout 10s;',
      { proxyNextUpstreamTries: 3, proxyNextUpstreamTimeout: '10s' },
    ],
    [
      'proxy_hide_header X-A; proxy_hide_header X-B; proxy_pass_header Server;',
      { proxyHideHeader: ['X-A', 'X-B'], proxyPassHeader: ['Server'] },
    ],
    [
      'proxy_request_buffering off; proxy_ignore_client_abort on;',
      { proxyRequestBuffering: 'off', proxyIgnoreClientAbort: 'on' },
    ],
    [
      'proxy_pass_request_headers off; proxy_pass_request_body off;',
      { proxyPassRequestHeaders: 'off', proxyPassRequestBody: 'off' },
    ],
    ['proxy_method POST; proxy_set_body $request_uri;', { proxyMethod: 'POST', proxySetBody: '$request_uri' }],
    ['proxy_buffer_size 16k; proxy_limit_rate 100k;', { proxyBufferSize: '16k', proxyLimitRate: '100k' }],
    ['proxy_bind 127.0.0.1;', { proxyBind: '127.0.0.1' }],
    [
      'proxy_socket_keepalive on; early_hints $http_a $http_b;',
      { proxySocketKeepalive: 'on', earlyHints: ['$http_a', '$http_b'] },
    ],
    [
      'proxy_ssl_server_name on; proxy_ssl_name $host; proxy_ssl_protocols tlsv1.2 TLSv1.3; proxy_ssl_session_reuse off; proxy_ssl_ciphers HIGH;',
      {
        proxySslServerName: 'on',
        proxySslName: '$host',
        proxySslProtocols: ['TLSv1.2', 'TLSv1.3'],
        proxySslSessionReuse: 'off',
        proxySslCiphers: 'HIGH',
      },
    ],
  ] as const) {
    test(text, () => assert.deepEqual(optionsOf(text), options));
  }

  for (const [text, message] of [
    [
      'proxy_http_version 2;',
      'nginx.conf:1: "proxy_http_version": HTTP/2 has no Upgrade, and is not spoken to backends here; write 1.1',
    ],
    ['proxy_http_version 1.2;', 'nginx.conf:1: "proxy_http_version": "1.2" is not one of 1.0, 1.1'],
    [
      'proxy_limit_rate $http_a;',
      'nginx.conf:1: "proxy_limit_rate": "$http_a" has a variable, which is not followed here; write a size',
    ],
    [
      'proxy_next_upstream never;',
      'nginx.conf:1: "proxy_next_upstream": "never" is not one of error, timeout, invalid_header, http_500, http_502, http_503, http_504, http_403, http_404, http_429, non_idempotent, off',
    ],
    [
      'proxy_ssl_certificate data:x;',
      'nginx.conf:1: "proxy_ssl_certificate": "data:x" is not the name of a file, and only files are read here',
    ],
    [
      'proxy_ssl_certificate $ssl_server_name;',
      'nginx.conf:1: "proxy_ssl_certificate": "$ssl_server_name" is not the name of a file, and only files are read here',
    ],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(inLocation(text)), message));
  }

  test('updating, which concerns a cache', () => {
    const { config, notices } = read(inHttp('proxy_next_upstream error updating;'));
    assert.deepEqual(config.proxyNextUpstream, ['error']);
    assert.deepEqual(notices, [
      'nginx.conf:1: proxy_next_upstream updating concerns a cache, and nothing is stored here',
    ]);
  });
});

describe('times and sizes', () => {
  for (const time of ['60', '60s', '1m30s', '1m30', '"1m 30s"', '1s500ms', '1d12h', '0', '2w']) {
    test(`proxy_read_timeout ${time}`, () =>
      assert.deepEqual(optionsOf(`proxy_read_timeout ${time};`), { proxyReadTimeout: time.replaceAll('"', '') }));
  }

  for (const time of ['30s1m', '1.5s', '5min', '10S', '-1', '""']) {
    test(`proxy_read_timeout ${time} is refused`, () =>
      assert.match(
        complaint(inLocation(`proxy_read_timeout ${time};`)),
        /^nginx\.conf:1: "proxy_read_timeout": ".*" is not a time; /,
      ));
  }

  test('units that nginx has only for other times', () => {
    for (const time of ['1M', '1y']) {
      assert.match(complaint(inLocation(`proxy_read_timeout ${time};`)), /^nginx\.conf:1: "proxy_read_timeout": /);
    }
    assert.equal(
      complaint(inHttp('ssl_session_timeout 500ms;')),
      'nginx.conf:1: "ssl_session_timeout": "500ms" has milliseconds; the smallest unit here is s',
    );
  });

  test('g is a unit of bodies only', () => {
    assert.equal(read(inHttp('client_max_body_size 1g; proxy_request_buffering off;')).config.clientMaxBodySize, '1g');
    assert.equal(
      complaint(inHttp('proxy_buffer_size 1g;')),
      'nginx.conf:1: "proxy_buffer_size": "1g" has the unit g; the largest here is m',
    );
    assert.match(
      complaint(inHttp('client_max_body_size 1gb;')),
      /^nginx\.conf:1: "client_max_body_size": "1gb" is not a size/,
    );
  });
});
