import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readNginxConf, readNginxConfFile, type NginxConf } from '../../../../../proxy-runtime/compile/nginx-conf.ts';

function path(name: string): string {
  return fileURLToPath(new URL(`published/${name}`, import.meta.url));
}

function published(name: string): NginxConf {
  return readNginxConf(readFileSync(path(name), 'utf8'), { file: name });
}

/** The directives that notices are about. */
function noticed({ notices }: NginxConf): string[] {
  return notices.map((notice) => notice.split(' ')[1] ?? '');
}

const UPGRADE_MAP = { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': 'close' } } };

describe('configurations as people publish them', () => {
  test('Socket.IO', () => {
    const conf = published('socket-io.conf');
    const { files, ...read } = conf;
    assert.deepEqual([...files.keys()], ['socket-io.conf']);
    assert.deepEqual(read, {
      config: {
        servers: [
          {
            listen: 3000,
            serverName: 'io.yourhost.com',
            locations: {
              '/': {
                proxySetHeader: {
                  'X-Forwarded-For': '$proxy_add_x_forwarded_for',
                  Host: '$host',
                  Upgrade: '$http_upgrade',
                  Connection: 'upgrade',
                },
                proxyPass: 'http://nodes',
                proxyHttpVersion: '1.1',
              },
            },
          },
        ],
        upstreams: {
          nodes: {
            balancer: 'ip_hash',
            servers: [{ address: 'app01:3000' }, { address: 'app02:3000' }, { address: 'app03:3000' }],
          },
        },
      },
      process: { daemon: true, workers: 1 },
      notices: [],
    });
  });

  test('Grafana Live', () => {
    const { config, notices } = published('grafana-live.conf');
    assert.deepEqual(notices, []);
    assert.deepEqual(config.maps, UPGRADE_MAP);
    assert.deepEqual(Object.keys(config.servers[0]?.locations ?? {}), ['/', '/api/live/']);
    assert.deepEqual(config.servers[0]?.locations['/api/live/'], {
      proxyHttpVersion: '1.1',
      proxySetHeader: { Upgrade: '$http_upgrade', Connection: '$connection_upgrade', Host: '$host' },
      proxyPass: 'http://grafana',
    });
  });

  test('Home Assistant, with a redirect to HTTPS', () => {
    const conf = published('home-assistant.conf');
    const [redirect, server] = conf.config.servers;
    assert.deepEqual(redirect, {
      serverName: 'home.example.org',
      listen: { address: '[::]:80', defaultServer: true, ipv6only: 'off' },
      return: { code: 301, text: 'https://$host$request_uri' },
      locations: {},
    });
    assert.deepEqual(server?.listen, { address: '[::]:443', defaultServer: true, ssl: true, ipv6only: 'off' });
    assert.deepEqual(server.addHeader, [
      { name: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubdomains' },
    ]);
    assert.deepEqual(server.locations['/']?.proxyRedirect, [{ from: 'http://', to: 'https://' }]);
    assert.deepEqual(noticed(conf), ['http2', 'ssl_session_cache']);
  });

  test('JupyterHub, behind TLS', () => {
    const conf = published('jupyterhub.conf');
    const server = conf.config.servers[1];
    assert.equal(server?.sslCertificateKey, '/etc/letsencrypt/live/hub.example.org/privkey.pem');
    assert.deepEqual(server.sslProtocols, ['TLSv1', 'TLSv1.1', 'TLSv1.2']);
    assert.equal(server.sslDhparam, '/etc/ssl/certs/dhparam.pem');
    assert.deepEqual(noticed(conf), ['ssl_session_cache', 'ssl_stapling', 'ssl_stapling_verify']);
  });

  test('Mattermost', () => {
    const conf = published('mattermost.conf');
    const locations = conf.config.servers[0]?.locations ?? {};
    assert.deepEqual(Object.keys(locations), ['~ /api/v[0-9]+/(users/)?websocket$', '/']);
    assert.equal(locations['/']?.clientMaxBodySize, '50M');
    assert.deepEqual(conf.config.upstreams?.['backend'], { servers: [{ address: '10.10.10.2:8065' }], keepalive: 32 });
    assert.deepEqual(noticed(conf), [
      'proxy_buffers',
      'proxy_buffers',
      'proxy_cache_revalidate',
      'proxy_cache_min_uses',
      'proxy_cache_use_stale',
      'proxy_cache_lock',
    ]);
  });

  test('a Node.js app of one site', () => {
    const conf = published('nodejs-single-site.conf');
    assert.deepEqual(conf.config.servers[0]?.listen, [80, '[::]:80']);
    assert.deepEqual(noticed(conf), ['proxy_cache_bypass']);
  });

  test('a pod of Kubernetes', () => {
    const conf = published('kubernetes.conf');
    const { config, process } = conf;
    assert.deepEqual(process, { daemon: true, pid: '/tmp/nginx.pid', workers: 'auto' });
    assert.equal(config.workerConnections, 16_384);
    assert.deepEqual(config.accessLog, { path: 'stdout', format: 'upstreaminfo', if: '$loggable' });
    assert.deepEqual(config.errorLog, { path: 'stderr', level: 'warn' });
    assert.deepEqual(config.resolver, { addresses: ['10.96.0.10'], valid: '30s', ipv6: 'off' });
    const locations = config.servers[0]?.locations ?? {};
    assert.equal(locations['= /_auth']?.internal, true);
    assert.deepEqual(locations['/ws/']?.limitConn, { addr: 20 });
    assert.deepEqual(locations['/ws/'].authRequestSet, { $user: '$upstream_http_x_user' });
    assert.deepEqual(locations['/ws/'].set, { $service_name: 'chat' });
  });

  test("Debian's layout", () => {
    const conf = readNginxConfFile(path('debian/nginx.conf'));
    const { config } = conf;
    assert.deepEqual(config.maps, UPGRADE_MAP);
    assert.deepEqual(config.servers[0]?.listen, [
      { address: 80, defaultServer: true },
      { address: '[::]:80', defaultServer: true },
    ]);
    assert.equal(config.servers[0].locations['/']?.proxyPass, 'http://unix:/run/chat.sock');
    assert.deepEqual(config.accessLog, { path: '/var/log/nginx/access.log', format: 'combined' });
    assert.deepEqual(noticed(conf), [
      'user',
      'worker_processes',
      'load_module',
      'sendfile',
      'tcp_nopush',
      'types_hash_max_size',
      'types',
    ]);
  });
});
