import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { DeploymentSpec } from '../../../lib/plan/deployment-spec.ts';
import { parseBackendUrl } from '../../../lib/plan/backends/backend-url.ts';
import { explainProxy } from '../../../lib/plan/explain/explain.ts';
import {
  checkProxyConfig,
  liftNginxConf,
  parseNginxConf,
  parseNginxConfFile,
  planDeployment,
  replaceServers,
} from '../../../lib/plan/index.ts';

/** As it is on many a machine. */
const SITE = String.raw`
user nginx;
worker_processes auto;
error_log /var/log/nginx/error.log warn;
events { worker_connections 1024; }
http {
  sendfile on;
  keepalive_timeout 65;
  log_format main '$http_x_forwarded_for - "$request" $status';
  access_log /var/log/nginx/access.log main;
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  upstream chat { server 10.0.0.5:3000; server chat-2.example.com:3000 weight=2; keepalive 16; }
  server {
    listen 80 default_server;
    listen [::]:80 default_server;
    server_name chat.example.com;
    return 301 https://$host$request_uri;
  }
  server {
    listen 443 ssl default_server;
    server_name chat.example.com;
    ssl_certificate /etc/ssl/chat.pem;
    ssl_certificate_key /etc/ssl/chat.key;
    location /ws/ {
      proxy_pass http://chat;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_read_timeout 1m;
    }
    location / { proxy_pass http://legacy.example.com:8080; }
  }
  server { listen 443 ssl; server_name www.example.com; location / { proxy_pass http://legacy.example.com:8080; } }
}`;

const TLS = { tls: true } as const;

describe('liftNginxConf', () => {
  test('keeps what the nginx.conf says, and puts on top what AWS needs', () => {
    const { config } = lift(SITE, TLS);
    assert.deepEqual(config, {
      workerShutdownTimeout: 115,
      health: { listen: 8081, path: '/healthz' },
      proxyReadTimeout: 3610,
      proxyConnectTimeout: 5,
      proxySocketKeepalive: 'on',
      proxyRequestBuffering: 'off',
      largeClientHeaderBuffers: { number: 4, size: '16k' },
      proxyBufferSize: '32k',
      absoluteRedirect: 'off',
      keepaliveTimeout: 3610,
      accessLog: [{ path: 'stdout', format: 'main' }],
      errorLog: [{ path: 'stderr', level: 'warn' }],
      logFormats: { main: { format: '$http_x_forwarded_for - "$request" $status' } },
      maps: { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': 'close' } } },
      upstreams: {
        'legacy.example.com:8080': { servers: [{ address: 'legacy.example.com:8080', resolve: true }], keepalive: 0 },
        chat: {
          servers: [{ address: '10.0.0.5:3000' }, { address: 'chat-2.example.com:3000', weight: 2, resolve: true }],
          keepalive: 16,
          keepaliveTimeout: 4,
        },
      },
      servers: [
        {
          listen: { address: 8080, defaultServer: true, soKeepalive: { idle: 60 } },
          serverName: 'chat.example.com',
          locations: {
            '/ws/': {
              proxyPass: 'http://chat',
              proxySetHeader: {
                Upgrade: '$http_upgrade',
                Connection: '$connection_upgrade',
                'X-Real-IP': '$remote_addr',
              },
              proxyReadTimeout: '1m',
            },
            '/': { proxyPass: 'http://legacy.example.com:8080' },
          },
        },
        {
          listen: { address: 8080, soKeepalive: { idle: 60 } },
          serverName: 'www.example.com',
          locations: { '/': { proxyPass: 'http://legacy.example.com:8080' } },
        },
      ],
    });
    checkProxyConfig(config);
  });

  test('says what is not as it was, and why', () => {
    const { warnings, notices } = lift(SITE, TLS);
    const texts = Object.fromEntries(warnings.map(({ id, text }) => [id, text]));
    assert.deepEqual(texts, {
      nginxConfRedirect:
        "nginxConf: server chat.example.com only sends http to https and is left out: port 80 is the load balancer's, which does so itself",
      nginxConfLogs:
        'nginxConf: /var/log/nginx/access.log, /var/log/nginx/error.log: logs go to the log group instead of files, by stdout and stderr',
      nginxConfTls:
        'nginxConf: ssl_certificate, ssl_certificate_key: TLS ends at the load balancer; its certificate and TLS versions are those given here',
      nginxConfKeepalive:
        'nginxConf: keepalive_timeout would concern the connection to the load balancer, where it follows from idleTimeout; what the nginx.conf says is left out',
      nginxConfWorkerConnections:
        "nginxConf: worker_connections is left out: the task's limit of open files is what counts",
      nginxConfClient:
        "nginxConf: $remote_addr (proxy_set_header X-Real-IP) is the load balancer's here; use $http_x_forwarded_for, whose last address is the client's",
      nginxConfUpgrade:
        'nginxConf: server chat.example.com, location /ws/: proxy_set_header Upgrade passes on every protocol, and by h2c, where the backend speaks it, a client reaches all of its paths, past locations, auth_request and limits; write map $http_upgrade $upgrade_websocket { websocket websocket; } in the http block, and proxy_set_header Upgrade $upgrade_websocket',
      nginxConfReadTimeout:
        'nginxConf: server chat.example.com, location /ws/: the proxy closes an idle WebSocket after 60 s (proxy_read_timeout), before the load balancer would after 3600 s; leave it out, or make it longer',
    });
    assert.ok(notices.some((notice) => notice.startsWith('nginx.conf:7: ')));
  });

  test('is explained, server by server', () => {
    const { firstToClose } = explainProxy({ config: lift(SITE, TLS).config, idleTimeout: 3600 });
    assert.deepEqual(
      firstToClose.map(({ locations, closedBy, after }) => [closedBy, after, locations]),
      [
        ['proxy', 60, ['server chat.example.com, location /ws/']],
        ['load balancer', 3600, ['server chat.example.com, location /', 'server www.example.com, location /']],
      ],
    );
  });

  test('takes no warning for what fits already', () => {
    assert.deepEqual(lift(server('proxy_read_timeout 2h;')).warnings, []);
  });

  test('keeps a redirect that no load balancer makes', () => {
    const { config } = lift('server { listen 80; return 301 https://$host$request_uri; }');
    assert.deepEqual(config.servers[0]?.return, { code: 301, text: 'https://$host$request_uri' });
  });

  test('keeps a server of its own for itself, and warns of a backend that nobody is', () => {
    const { config, warnings } = lift(`
      server { listen 80; location / { proxy_pass http://127.0.0.1:9000; } location /x { proxy_pass http://localhost:3000; } }
      server { listen 127.0.0.1:9000; return 204; }`);
    assert.deepEqual(config.servers[1]?.listen, { address: '127.0.0.1:9000' });
    assert.deepEqual(
      warnings.map(({ text }) => text),
      [
        "nginxConf: localhost:3000 is the task itself here, where no backend is; give backends: { 'localhost:3000': … }",
      ],
    );
  });

  test("asks the VPC's resolver instead of one on nginx's machine", () => {
    const { config, warnings } = lift(`resolver 127.0.0.11 valid=10s; ${server('')}`);
    assert.deepEqual(config.resolver, { valid: '10s' });
    assert.match(warnings[0]?.text ?? '', /^nginxConf: resolver 127\.0\.0\.11 is not in a task/);
  });

  test('says where bodies are streamed instead', () => {
    const { warnings } = lift(server('proxy_request_buffering on;'));
    assert.match(warnings[0]?.text ?? '', /^nginxConf: server 1, location \/: proxy_request_buffering is off/);
  });

  test('streams bodies that could not be stored, and lets a shell have its way', () => {
    const text = server('proxy_request_buffering on;');
    const buffering = (spec: DeploymentSpec): unknown => lift(text, spec).config.servers[0]?.locations['/'];
    assert.deepEqual(buffering({}), { proxyPass: 'http://chat', proxyRequestBuffering: 'off' });
    assert.deepEqual(buffering({ compute: { kind: 'fargate', enableExecuteCommand: true } }), {
      proxyPass: 'http://chat',
      proxyRequestBuffering: 'on',
    });
  });

  test('has ECS end what would go on after stopTimeout', () => {
    const drain = (time: string): unknown =>
      lift(`worker_shutdown_timeout ${time}; events {} http { ${whole} }`).config.workerShutdownTimeout;
    assert.equal(drain('10s'), '10s');
    assert.equal(drain('10m'), 115);
  });

  for (const [name, { text, message, spec }] of Object.entries<{
    text: string;
    message: string;
    spec?: DeploymentSpec;
  }>({
    'servers that only their ports tell apart': {
      text: 'server { listen 8001; return 200 a; } server { listen 8002; return 200 b; }',
      message:
        'the servers on 0.0.0.0:8001 and 0.0.0.0:8002 have no name, but a proxy has one port, where only names tell servers apart; give each a server_name of its own, or a proxy of its own',
    },
    'a redirect and its target without a certificate': {
      text: SITE,
      message:
        'the servers on 0.0.0.0:80, [::]:80 and 0.0.0.0:443 are both called chat.example.com, but a proxy has one port, where only names tell servers apart; give each a server_name of its own, or a proxy of its own; with a certificate the load balancer redirects to https, and that server goes',
    },
    'a redirect and nothing else': {
      text: 'server { listen 80; return 301 https://$host$request_uri; }',
      spec: TLS,
      message: 'has no server that clients reach; give it one that listens on a port and has a location',
    },
    'a socket': {
      text: 'server { listen unix:/run/site.sock; return 204; }',
      message:
        'server 1 listens on unix:/run/site.sock, but a task has no folder for sockets; let it listen on 127.0.0.1 and a port',
    },
    'rules for addresses that nobody has': {
      text: server('allow 192.0.2.0/24; deny all;'),
      message:
        "server 1, location /: allow 192.0.2.0/24 would be about the load balancer's address, which is every request's; leave it out, and say who may connect by allowFrom",
    },
    'files that are not in the image': {
      text: server('proxy_ssl_trusted_certificate /etc/ca.pem;'),
      message:
        "server 1, location /: proxy_ssl_trusted_certificate is /etc/ca.pem, but the proxy's image has no such file; leave it out: the system's authorities are trusted",
    },
    'a folder that is not in the image': {
      text: `client_body_temp_path /var/tmp/bodies; ${server('')}`,
      message:
        "client_body_temp_path is /var/tmp/bodies, but the proxy's image has no such file; leave it out: bodies are streamed, not stored",
    },
    'client certificates that nobody would ask for': {
      text: 'server { listen 443 ssl; ssl_certificate a.pem; ssl_certificate_key a.key; ssl_client_certificate ca.pem; ssl_verify_client on; return 204; }',
      message:
        'server 1: ssl_verify_client would let everybody in, since TLS ends at the load balancer; leave it out, and give the listener mutual authentication',
    },
  })) {
    test(`refuses ${name}`, () => {
      assert.throws(() => lift(text, spec), { name: 'PlanError', message: `nginxConf: ${message}` });
    });
  }
});

describe('replaceServers', () => {
  test('puts a backend in the place of the servers of an upstream, or of a host', () => {
    const { upstreams } = replaceServers(lift(SITE, TLS).config, {
      chat: parseBackendUrl('http://chat.internal:8080'),
      'legacy.example.com:8080': parseBackendUrl('http://legacy.internal'),
    });
    assert.deepEqual(upstreams, {
      chat: {
        servers: [{ address: 'chat.internal:8080', resolve: true }],
        keepalive: 16,
        keepaliveTimeout: 4,
      },
      'legacy.example.com:8080': { servers: [{ address: 'legacy.internal:80', resolve: true }], keepalive: 0 },
    });
  });

  for (const [name, [url, message]] of Object.entries({
    room: ['http://chat.internal', 'is no upstream of nginxConf, which has chat; name one of its upstream blocks'],
    chat: [
      'https://chat.internal',
      'speaks https, but the nginx.conf has proxy_pass http://chat; write https://chat there',
    ],
  } as const)) {
    test(`refuses a backend that ${message.slice(0, 12)}…`, () => {
      const { config } = lift(whole);
      assert.throws(() => replaceServers(config, { [name]: parseBackendUrl(url) }), {
        message: `backends['${name}'] ${message}`,
      });
    });
  }
});

describe('parseNginxConf', () => {
  test('says file and line of what is wrong', () => {
    assert.throws(
      () => parseNginxConf('events {}\nhttp {\n  proxy_foo on;\n}', { file: 'site.conf' }),
      (error: Error) => error.name === 'ConfigError' && /^site\.conf:3: [^\n]+$/.test(error.message),
    );
  });

  test('reads a file with what it includes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wsproxy-nginx-conf-'));
    try {
      writeFileSync(join(folder, 'nginx.conf'), 'events {}\nhttp { include site.conf; }\n');
      writeFileSync(join(folder, 'site.conf'), whole);
      const { servers } = parseNginxConfFile(join(folder, 'nginx.conf')).config;
      assert.deepEqual(Object.keys(servers[0]?.locations ?? {}), ['/']);
      assert.throws(() => parseNginxConfFile(join(folder, 'none.conf')), /none\.conf can't be read: ENOENT/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function server(directives: string): string {
  return `upstream chat { server chat.example.com:3000; } server { listen 80; location / { proxy_pass http://chat; ${directives} } }`;
}

const whole = server('');

function lift(text: string, spec: DeploymentSpec = {}): ReturnType<typeof liftNginxConf> {
  return liftNginxConf(planDeployment(spec), parseNginxConf(text), []);
}
