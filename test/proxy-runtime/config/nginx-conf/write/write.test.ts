import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writeNginxConf } from '../../../../../proxy-runtime/config/nginx-conf/write/write-nginx-conf.ts';
import type { LocationConfig, LocationDirectives } from '../../../../../proxy-runtime/index.ts';
import { blockOf, lines, withLocations, withServer } from './support.ts';

const BACKEND = { proxyPass: 'http://127.0.0.1:3000' };

function includes(all: readonly string[], ...wanted: readonly string[]): void {
  for (const line of wanted) assert.ok(all.includes(line), `${line} is not in\n${all.join('\n')}`);
}

test('a whole file', () => {
  const { text } = writeNginxConf({
    workerConnections: 1000,
    workerShutdownTimeout: '5m',
    accessLog: 'off',
    maps: { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': 'close' } } },
    upstreams: { chat: { servers: [{ address: '127.0.0.1:3000' }, { address: '127.0.0.1:3001', weight: 2 }] } },
    servers: [
      {
        listen: 8080,
        locations: {
          '/': {
            proxyPass: 'http://chat',
            proxyReadTimeout: 900,
            proxySetHeader: { Upgrade: '$http_upgrade', Connection: '$connection_upgrade' },
          },
        },
      },
    ],
  });
  assert.equal(
    text,
    `# Means the same to every nginx from 1.22 on, but for the order of header lines: Host is the first since 1.31.4.
# Before 1.31 a client's Proxy-Connection is passed on. SIGTERM ends nginx at once; SIGQUIT drains it.

error_log stderr info;

# One process, as this proxy is; of several each would count by itself what is in no zone.
worker_processes 1;
worker_shutdown_timeout 5m;

events {
    worker_connections 1000;
}

http {
    map $http_upgrade $connection_upgrade {
        default upgrade;
        "" close;
    }

    access_log off;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_buffering off;

    # Without this a path's extension would decide the type of what \`return\` says.
    types {}

    upstream chat {
        server 127.0.0.1:3000;
        server 127.0.0.1:3001 weight=2;
        keepalive 32;
    }

    server {
        listen 8080;

        location / {
            proxy_pass http://chat;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_read_timeout 900s;
        }
    }
}
`,
  );
});

describe('what versions of nginx do differently is said', () => {
  test('a level with header lines has a Connection line, unless it has its own', () => {
    const conf = lines(withLocations({ '/': { ...BACKEND, proxySetHeader: { 'X-A': '1' } } }));
    assert.equal(conf.filter((line) => line === 'proxy_set_header Connection "";').length, 2);
    const own = lines(withLocations({ '/': { ...BACKEND, proxySetHeader: [{ name: 'connection', value: 'x' }] } }));
    assert.equal(own.filter((line) => line === 'proxy_set_header Connection "";').length, 1);
  });

  test('an empty Host, which would mean none to an older nginx, is the default', () => {
    const location = { ...BACKEND, proxySetHeader: { Host: '' } };
    assert.ok(!lines(withLocations({ '/': location })).includes('proxy_set_header Host "";'));
    includes(lines(withLocations({ '/': { ...location, proxyHttpVersion: '1.0' } })), 'proxy_set_header Host "";');
  });

  test('no kept connections, without keepalive 0', () => {
    const config = {
      ...withLocations({ '/': BACKEND }),
      upstreams: { u: { servers: [{ address: 'unix:/u' }], keepalive: 0 } },
    };
    includes(lines(config), 'keepalive 1;', 'keepalive_requests 1;');
  });

  test('TLS versions', () => {
    const listen = [{ address: 443, ssl: true }];
    const files = { sslCertificate: ['/rsa.pem', '/ec.pem'], sslCertificateKey: ['/rsa.key', '/ec.key'] };
    const conf = lines(withServer({ listen, ...files, locations: { '/': { proxyPass: 'https://127.0.0.1' } } }));
    includes(conf, 'listen 443 ssl;', 'ssl_protocols TLSv1.2 TLSv1.3;', 'proxy_ssl_protocols TLSv1.2 TLSv1.3;');
    includes(conf, 'ssl_certificate /rsa.pem;', 'ssl_certificate /ec.pem;', 'ssl_certificate_key /ec.key;');
  });

  test('newer directives have a comment and a notice', () => {
    const config = { ...withLocations({ '/': { ...BACKEND, earlyHints: ['$http_x'] } }), maxHeaders: 50 };
    includes(
      lines(config),
      'max_headers 50;  # nginx 1.29.8 and newer',
      'early_hints $http_x;  # nginx 1.29.0 and newer',
    );
    assert.ok(writeNginxConf(config).notices.includes('max_headers needs nginx 1.29.8 or newer'));
  });

  test('for an older nginx they are comments, for a newer one lines like others', () => {
    const config = { ...withLocations({ '/': BACKEND }), maxHeaders: 50, keepaliveMinTimeout: '1s' };
    const older = lines(config, { version: '1.28' });
    includes(older, '# max_headers 50; # nginx 1.29.8 and newer', 'keepalive_min_timeout 1s;');
    includes(lines(config, { version: '1.29.8' }), 'max_headers 50;');
  });
});

describe('what nginx has no word for', () => {
  test('the health endpoint is a server, and a notice tells how it differs', () => {
    const { text, notices } = writeNginxConf({ ...withLocations({ '/': BACKEND }), health: { listen: 8081 } });
    assert.match(
      text,
      /listen 8081;\n\n {8}access_log off;\n[^]*location = \/healthz \{\n {12}return 200 "ok\\n";\n {8}\}/,
    );
    assert.ok(notices.some((notice) => /^health: .*503/.test(notice)));
  });

  test('the access log in JSON is a format', () => {
    const config = { servers: withLocations({ '/': BACKEND }).servers };
    const conf = lines(config);
    includes(conf, 'access_log /dev/stdout wsproxy;', 'log_format wsproxy escape=json', `'"uri":"$request_path",'`);
    const other = lines({ ...config, logFormats: { wsproxy: { format: 'x' } } });
    includes(other, 'access_log /dev/stdout wsproxy_;', 'log_format wsproxy x;', 'log_format wsproxy_ escape=json');
  });

  test('any free port is a number that nothing else listens on', () => {
    const { text, notices } = writeNginxConf({
      ...withServer({ listen: ['127.0.0.1:0', 8080, 0] }),
      health: { listen: '127.0.0.1:0' },
    });
    assert.deepEqual(text.match(/(?<=listen )\S+(?=;)/g), ['127.0.0.1:8081', '8080', '8082', '127.0.0.1:8083']);
    assert.equal(notices.filter((notice) => notice.includes('port 0')).length, 3);
  });

  test("the system's resolver is a comment, or the one that is given", () => {
    const config = { ...withLocations({ '/': { proxyPass: 'http://$arg_to' } }), resolver: { valid: '5s' } };
    includes(lines(config), '# resolver <address-of-a-DNS-server> valid=5s;');
    includes(lines(config, { resolver: ['10.0.0.2'] }), 'resolver 10.0.0.2 valid=5s;');
  });

  test("the system's roots are a file", () => {
    const conf = lines(withLocations({ '/': { proxyPass: 'https://127.0.0.1', proxySslVerify: 'on' } }));
    includes(conf, 'proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;');
  });

  test('a path without a location is 404, not a file', () => {
    includes(lines(withLocations({ '= /a': BACKEND })), 'location / {', 'return 404;');
    assert.ok(!lines(withLocations({ '^~ /': BACKEND })).includes('return 404;'));
  });

  test('a location without a backend is 404, to whom its rules let pass', () => {
    const written = (location: LocationConfig): string =>
      blockOf(writeNginxConf(withLocations({ '/': { locations: {}, ...location } })).text, 'location / {');
    assert.match(written({}), /return 404;/);
    for (const location of [
      { access: [{ allow: '10.0.0.0/8' }, { deny: 'all' }] },
      { authRequest: '/auth' },
      { access: [{ deny: 'all' }], authRequest: '/auth', satisfy: 'any' },
    ] satisfies LocationConfig[]) {
      assert.match(written(location), /root \/dev\/null;\n *try_files \$uri =404;/);
      assert.doesNotMatch(written(location), /return/);
    }
    assert.doesNotMatch(written({ access: [{ deny: 'all' }] }), /return|try_files/);
  });

  test('times nginx takes in seconds only are rounded up', () => {
    const servers = [{ address: 'unix:/u', failTimeout: '1500ms' }];
    const { text, notices } = writeNginxConf({ ...withLocations({ '/': BACKEND }), upstreams: { u: { servers } } });
    assert.match(text, /fail_timeout=2s;/);
    assert.ok(notices.some((notice) => notice.startsWith('fail_timeout is whole seconds')));
  });

  test('a value longer than nginx can read is noticed', () => {
    const { notices } = writeNginxConf(withLocations({ '/': { return: { code: 200, text: 'x'.repeat(5000) } } }));
    assert.ok(notices.some((notice) => notice.startsWith('return: nginx refuses values of more than 4 KiB')));
  });
});

describe('upstreams', () => {
  const names = { servers: [{ address: 'chat.internal:3000', resolve: true }] };
  const config = { ...withLocations({ '/': { proxyPass: 'http://chat' } }), upstreams: { chat: names } };

  test('resolve has a zone and a resolver', () => {
    const { text } = writeNginxConf({ ...config, resolver: { addresses: ['10.0.0.2'] } });
    assert.equal(
      blockOf(text, 'upstream chat'),
      `upstream chat {
    zone chat 256k;
    server chat.internal:3000 resolve;  # nginx 1.27.3 and newer
    keepalive 32;
}`,
    );
    includes(lines(config, { resolver: ['10.0.0.2'], version: '1.30' }), 'resolver 10.0.0.2;');
  });

  test('resolve without a resolver, or for an older nginx, looks names up at the start', () => {
    for (const options of [{}, { version: '1.22', resolver: ['10.0.0.2'] }]) {
      const { text, notices } = writeNginxConf(config, options);
      assert.match(text, /\n {8}# server chat\.internal:3000 resolve;.*\n {8}server chat\.internal:3000;\n/);
      assert.ok(notices.some((notice) => notice.startsWith('upstream chat: resolve needs')));
    }
  });

  test('the balancer goes before keepalive', () => {
    for (const [balancer, line] of [
      ['least_conn', 'least_conn;'],
      ['ip_hash', 'ip_hash;'],
      [{ hash: '$arg_room', consistent: true }, 'hash $arg_room consistent;'],
      [{ random: 'one' }, 'random;'],
      [{ random: 'two' }, 'random two;'],
    ] as const) {
      const conf = lines({
        ...config,
        upstreams: { chat: { servers: [{ address: 'unix:/u' }], balancer, keepalive: 4 } },
      });
      assert.ok(conf.indexOf(line) > 0 && conf.indexOf(line) < conf.indexOf('keepalive 4;'));
    }
  });
});

describe('an inner level that says nothing applies', () => {
  test('takes back what the outer level says', () => {
    const outer = {
      addHeader: [{ name: 'X-A', value: '1' }],
      access: [{ deny: 'all' }],
      proxyHideHeader: ['X-B'],
      proxyNextUpstream: ['http_502'],
    } satisfies LocationDirectives;
    const inner = { addHeader: [], access: [], proxyHideHeader: [], proxyNextUpstream: [], accessLog: [] };
    const block = blockOf(
      writeNginxConf(withServer({ ...outer, locations: { '/': { ...BACKEND, ...inner } } })).text,
      'location /',
    );
    includes(
      block.split('\n').map((line) => line.trim()),
      'add_header X-None "";',
      'allow all;',
      'proxy_hide_header X-Pad;',
      'proxy_next_upstream off;',
      'access_log off;',
    );
  });
});

describe('proxy_redirect default, which nginx takes only beside a proxy_pass', () => {
  const redirects = (http: object, server: object, location: object, proxyPass = BACKEND.proxyPass): string[] =>
    lines({
      ...withServer({ ...server, locations: { '/': { proxyPass, ...location } } }),
      ...http,
    }).filter((line) => line.startsWith('proxy_redirect'));

  test('is left out where it is the default', () => {
    assert.deepEqual(redirects({ proxyRedirect: 'default' }, {}, {}), []);
  });

  test('goes down to the locations otherwise', () => {
    assert.deepEqual(redirects({ proxyRedirect: 'off' }, { proxyRedirect: 'default' }, {}), [
      'proxy_redirect off;',
      'proxy_redirect default;',
    ]);
    const list = ['default', { from: 'http://a/', to: '/' }] as const;
    assert.deepEqual(redirects({ proxyRedirect: list }, {}, {}), [
      'proxy_redirect default;',
      'proxy_redirect http://a/ /;',
    ]);
    assert.deepEqual(redirects({ proxyRedirect: list }, {}, {}, 'http://$arg_a'), ['proxy_redirect http://a/ /;']);
  });
});

test("map keys that are nginx's words are literal", () => {
  const values = { default: 'a', hostnames: 'b', '\\~x': 'c', '\\y': 'd', '~^z{2}': 'e' };
  const conf = lines({ ...withServer({}), maps: { $m: { source: '$uri', values, volatile: true } } });
  includes(conf, 'volatile;', String.raw`\default a;`, String.raw`\hostnames b;`, String.raw`\~x c;`);
  includes(conf, String.raw`\\\y d;`, '"~^z{2}" e;');
});

test('large response heads need larger buffers beside them', () => {
  includes(lines(withLocations({ '/': { ...BACKEND, proxyBufferSize: '32k' } })), 'proxy_buffers 8 32k;');
});

test('a limit of the rate needs buffers in memory, which nothing else has', () => {
  const locations = { '/': { ...BACKEND, proxyLimitRate: '1m' }, '/b': { ...BACKEND, proxyLimitRate: 0 } };
  const { text } = writeNginxConf({ ...withLocations(locations), proxyLimitRate: '2m' });
  assert.match(
    blockOf(text, 'location / '),
    /proxy_limit_rate 1m;\n.*proxy_buffering on;\n.*proxy_max_temp_file_size 0;/,
  );
  assert.match(blockOf(text, 'location /b '), /proxy_limit_rate 0;\n.*proxy_buffering off;/);
});

test('relative file names become absolute with a folder, and are noticed without', () => {
  const config = { ...withServer({}), accessLog: { path: 'a.log', if: '$loggable' } };
  includes(lines(config, { directory: '/srv' }), 'access_log /srv/a.log combined if=$loggable;');
  assert.ok(writeNginxConf(config).notices.some((notice) => notice.startsWith('relative file names')));
});

test('a second value of keepalive_timeout has the first with it', () => {
  const conf = lines({ ...withServer({ keepaliveHeaderTimeout: '20s' }), keepaliveTimeout: 30 });
  includes(conf, 'keepalive_timeout 30s;', 'keepalive_timeout 30s 20s;');
});

test('comments are short enough for nginx to read', () => {
  const config = {
    ...withLocations({ '/': { ...BACKEND, earlyHints: Array.from({ length: 300 }, () => '$http_x') } }),
  };
  const { text } = writeNginxConf(config, { version: '1.22' });
  assert.ok(text.split('\n').every((line) => line.length < 200));
});
