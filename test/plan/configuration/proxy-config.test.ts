import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backendWarnings } from '../../../lib/plan/backends/backend-directives.ts';
import type { BackendTarget } from '../../../lib/plan/backends/backend-target.ts';
import { parseBackendUrl } from '../../../lib/plan/backends/backend-url.ts';
import { UnknownNumber } from '../../../lib/plan/known.ts';
import { planDeployment } from '../../../lib/plan/plan-deployment.ts';
import { proxyConfig } from '../../../lib/plan/configuration/proxy-config.ts';
import {
  type HeaderLines,
  type LocationDirectives,
  parseProxyConfig,
  type ProxyConfig,
} from '../../../proxy-runtime/index.ts';

const chat: BackendTarget = { scheme: 'http', host: 'chat.chat.internal', port: '8080', name: 'ChatService' };

const WEBSOCKET = { Upgrade: '$upgrade_websocket', Connection: '$connection_websocket' };

/** A client's claims about itself, which no load balancer made. */
const NO_CLAIMS = { 'X-Real-IP': '', Forwarded: '', 'X-Forwarded-Host': '' };

describe('proxyConfig', () => {
  test("is nginx's WebSocket recipe with the plan's times", () => {
    assert.deepEqual(configOf({ '/chat/': chat, '/': parseBackendUrl('http://legacy.internal:8080') }), {
      workerShutdownTimeout: 115,
      health: { listen: 8081, path: '/healthz' },
      maps: {
        $upgrade_websocket: { source: '$http_upgrade', values: { websocket: 'websocket' } },
        $connection_websocket: { source: '$http_upgrade', values: { websocket: 'upgrade' } },
        $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': '' } },
      },
      proxyConnectTimeout: 5,
      proxySocketKeepalive: 'on',
      proxyRequestBuffering: 'off',
      clientMaxBodySize: 0,
      largeClientHeaderBuffers: { number: 4, size: '16k' },
      proxyBufferSize: '32k',
      absoluteRedirect: 'off',
      proxySetHeader: { Host: '$http_host', ...WEBSOCKET, ...NO_CLAIMS },
      proxyReadTimeout: 3610,
      keepaliveTimeout: 3610,
      upstreams: {
        chatservice: {
          servers: [{ address: 'chat.chat.internal:8080', resolve: true }],
          keepalive: 256,
          keepaliveTimeout: 4,
        },
        'legacy.internal': {
          servers: [{ address: 'legacy.internal:8080', resolve: true }],
          keepalive: 256,
          keepaliveTimeout: 4,
        },
      },
      servers: [
        {
          listen: { address: 8080, soKeepalive: { idle: 60 } },
          locations: { '/chat/': { proxyPass: 'http://chatservice' }, '/': { proxyPass: 'http://legacy.internal' } },
        },
      ],
    });
  });

  test('is one the proxy runs', () => {
    const targets = {
      '/chat/': chat,
      '= /exact': parseBackendUrl('https://api.example.com/v2/'),
      '^~ /static/': parseBackendUrl('http://[fd00::1]:8080'),
      '~ ^/v\\d+/': parseBackendUrl('http://10.0.0.1'),
      '/': { scheme: 'http', host: '${Token[TOKEN.1]}', port: '80' } as const,
    };
    const { '/': unknown, ...known } = targets;
    assert.doesNotThrow(() => parseProxyConfig(configOf(known)));
    assert.deepEqual(Object.keys(configOf({ '/': unknown }).upstreams ?? {}), ['backend']);
  });

  test('asks an https backend under its own name, and verifies its certificate', () => {
    assert.deepEqual(locations({ '/api/': parseBackendUrl('https://api.example.com:8443/v2/') }), {
      '/api/': {
        proxyPass: 'https://api.example.com/v2/',
        proxySetHeader: { Host: 'api.example.com:8443', ...WEBSOCKET, ...NO_CLAIMS },
        proxySslServerName: 'on',
        proxySslVerify: 'on',
        proxySslName: 'api.example.com',
      },
    });
  });

  test("adds a location's own headers to the standard ones, in either form", () => {
    assert.deepEqual(own({ host: 'chat', 'X-A': ['1', '2'] }), {
      ...WEBSOCKET,
      ...NO_CLAIMS,
      host: 'chat',
      'X-A': ['1', '2'],
    });
    assert.deepEqual(own([{ name: 'x-real-ip', value: '$http_true_client_ip' }]), [
      { name: 'Host', value: '$http_host' },
      { name: 'Upgrade', value: '$upgrade_websocket' },
      { name: 'Connection', value: '$connection_websocket' },
      { name: 'Forwarded', value: '' },
      { name: 'X-Forwarded-Host', value: '' },
      { name: 'x-real-ip', value: '$http_true_client_ip' },
    ]);
  });

  test("has a Connection that goes with a location's own Upgrade", () => {
    const connection = (lines: HeaderLines): unknown => (own(lines) as Record<string, unknown>)['Connection'];
    assert.equal(connection({ upgrade: '$http_upgrade' }), '$connection_upgrade');
    assert.equal(connection({ Upgrade: '' }), '');
    assert.equal(connection({ Upgrade: '$http_upgrade', Connection: 'upgrade' }), 'upgrade');
    assert.equal(connection({ Host: 'a' }), '$connection_websocket');
  });

  test('asks no Upgrade of what only auth_request asks', () => {
    const headersOf = (location: string, target: BackendTarget, other = '/auth'): unknown =>
      configOf({ '/': { ...chat, directives: { authRequest: other } }, [location]: target }).servers[0]?.locations[
        location
      ]?.proxySetHeader;
    const without = { Host: '$http_host', Upgrade: '', Connection: '', ...NO_CLAIMS };
    assert.deepEqual(headersOf('= /auth', chat), without);
    assert.deepEqual(headersOf('=/auth', chat, '/auth?a=1'), without);
    assert.deepEqual(headersOf('/auth', { ...chat, directives: { internal: true } }), without);
    assert.deepEqual(headersOf('= /other', chat), undefined);
    assert.deepEqual(headersOf('/auth', chat), undefined);
    assert.deepEqual(headersOf('= /auth', { ...chat, directives: { proxySetHeader: { Upgrade: '$http_upgrade' } } }), {
      Host: '$http_host',
      Connection: '$connection_upgrade',
      ...NO_CLAIMS,
      Upgrade: '$http_upgrade',
    });
    assert.deepEqual(headersOf('= /auth', { ...chat, scheme: 'https', port: '443' }), {
      ...without,
      Host: 'chat.chat.internal',
    });
  });

  test('has no time for a drain when stopTimeout is not known yet', () => {
    const config = proxyConfig(planDeployment({ stopTimeout: new UnknownNumber() }), { '/': chat });
    assert.equal('workerShutdownTimeout' in config, false);
  });

  test('shares an upstream between locations with one target, whatever their paths', () => {
    const config = configOf({ '/chat/': chat, '/room/': { ...chat, uri: '/v2/' } });
    assert.deepEqual(Object.keys(config.upstreams ?? {}), ['chatservice']);
    assert.equal(config.servers[0]?.locations['/room/']?.proxyPass, 'http://chatservice/v2/');
  });

  test('keeps apart targets of one name, and http and https of one address', () => {
    const config = configOf({
      '/a/': chat,
      '/b/': { ...chat, port: '8081' },
      '/c/': { ...chat, scheme: 'https' },
      '/d/': { ...chat, port: '8081' },
    });
    assert.deepEqual(
      Object.entries(config.upstreams ?? {}).map(([name, { servers }]) => [name, servers[0]?.address]),
      [
        ['chatservice', 'chat.chat.internal:8080'],
        ['chatservice-2', 'chat.chat.internal:8081'],
        ['chatservice-3', 'chat.chat.internal:8080'],
      ],
    );
    assert.equal(config.servers[0]?.locations['/d/']?.proxyPass, 'http://chatservice-2');
  });

  test('makes a fit name of any id, and of the location if there is none', () => {
    const names = (targets: Record<string, BackendTarget>): string[] => Object.keys(configOf(targets).upstreams ?? {});
    assert.deepEqual(names({ '/': { ...chat, name: 'Chat Service (EU)' } }), ['chat-service-eu']);
    assert.deepEqual(names({ '/chat/': { scheme: 'http', host: 'x', port: '1' } }), ['chat']);
    assert.deepEqual(names({ '~ ^/v\\d+/': { scheme: 'http', host: 'x', port: '1' } }), ['v-d']);
  });

  for (const location of ['chat', '', '= chat']) {
    test(`refuses the location '${location}'`, () => {
      assert.throws(
        () => configOf({ [location]: chat }),
        (error: Error) =>
          error.name === 'PlanError' && error.message.startsWith(`backends['${location}'] is no location`),
      );
    });
  }

  test('refuses a regular expression that is none', () => {
    assert.throws(() => configOf({ '~ (': chat }), /^PlanError: backends\['~ \('\] the regular expression "\(" is no/);
  });

  for (const [text, directives] of Object.entries<LocationDirectives>({
    "allow 127.0.0.0/8 would be about the load balancer's address, which is every request's; leave it out, and say who may connect by allowFrom":
      { access: [{ allow: '127.0.0.0/8' }, { deny: 'all' }] },
    "deny 192.0.2.1 would be about the load balancer's address, which is every request's; leave it out, and say who may connect by allowFrom":
      { access: [{ deny: '192.0.2.1' }] },
    "proxy_ssl_trusted_certificate is /etc/ca.pem, but the proxy's image has no such file; leave it out: the system's authorities are trusted":
      { proxySslTrustedCertificate: '/etc/ca.pem' },
    "proxy_ssl_crl is /etc/crl.pem, but the proxy's image has no such file; leave it out": {
      proxySslCrl: '/etc/crl.pem',
    },
    "proxy_ssl_certificate is a.pem, but the proxy's image has no such file; leave it out, and let the backend trust the security group of the tasks":
      { proxySslCertificate: 'a.pem', proxySslCertificateKey: 'a.key' },
    "proxy_ssl_password_file is /etc/pass, but the proxy's image has no such file; leave it out, with the key that it is for":
      { proxySslPasswordFile: '/etc/pass' },
    "client_body_temp_path is /var/tmp/bodies, but the proxy's image has no such file; leave it out: bodies are streamed, not stored":
      { clientBodyTempPath: '/var/tmp/bodies' },
  })) {
    test(`refuses for a backend what it refuses in an nginx.conf: ${text.split(' ', 1).join()}`, () => {
      assert.throws(() => configOf({ '/chat/': { ...chat, directives } }), {
        name: 'PlanError',
        message: `backends['/chat/']: ${text}`,
      });
    });
  }

  test("refuses every directive of the load balancer's connection", () => {
    for (const name of ['keepaliveTimeout', 'keepaliveHeaderTimeout', 'keepaliveTime', 'keepaliveRequests']) {
      assert.throws(() => configOf({ '/': { ...chat, directives: { [name]: 10 } } }), {
        message: `backends['/'] ${name}: concerns the connection to the load balancer, and follows from idleTimeout; leave it out`,
      });
    }
  });

  test('fits to a task what a backend is given, and says so', () => {
    const directives: LocationDirectives = {
      access: [{ deny: 'all' }],
      satisfy: 'any',
      authRequest: '/auth',
      proxyRequestBuffering: 'on',
      proxyReadTimeout: '30s',
      resolver: { addresses: ['127.0.0.11', '10.0.0.2'] },
      accessLog: { path: '/var/log/chat.log' },
      errorLog: { path: 'stderr' },
      proxySetHeader: { 'X-Real-IP': '$remote_addr', 'X-Tenant': 'a' },
    };
    const plan = planDeployment({});
    assert.deepEqual(proxyConfig(plan, { '/': { ...chat, directives } }).servers[0]?.locations['/'], {
      ...directives,
      proxyPass: 'http://chatservice',
      proxyRequestBuffering: 'off',
      resolver: { addresses: ['10.0.0.2'] },
      accessLog: [{ path: 'stdout' }],
      errorLog: [{ path: 'stderr' }],
      proxySetHeader: {
        Host: '$http_host',
        ...WEBSOCKET,
        Forwarded: '',
        'X-Forwarded-Host': '',
        'X-Real-IP': '$remote_addr',
        'X-Tenant': 'a',
      },
    });
    assert.deepEqual(backendWarnings(plan, '/', { directives }), [
      {
        id: 'backendLogs',
        text: "backends['/']: /var/log/chat.log: logs go to the log group instead of files, by stdout and stderr",
      },
      {
        id: 'backendRequestBuffering',
        text: "backends['/']: proxy_request_buffering is off instead of on: the root filesystem is read-only, so bodies are streamed",
      },
      {
        id: 'backendResolver',
        text: "backends['/']: resolver 127.0.0.11 is not in a task; the VPC's own is asked instead",
      },
      {
        id: 'backendClient',
        text: "backends['/']: $remote_addr (proxy_set_header X-Real-IP) is the load balancer's here; use $http_x_forwarded_for, whose last address is the client's",
      },
    ]);
    assert.deepEqual(backendWarnings(plan, '/', { directives: { proxyReadTimeout: '30s' } }), []);
  });

  test('stores bodies where a task can', () => {
    const plan = planDeployment({ compute: { kind: 'fargate', enableExecuteCommand: true } });
    const directives: LocationDirectives = { proxyRequestBuffering: 'on' };
    assert.equal(
      proxyConfig(plan, { '/': { ...chat, directives } }).servers[0]?.locations['/']?.proxyRequestBuffering,
      'on',
    );
    assert.deepEqual(backendWarnings(plan, '/', { directives }), []);
  });

  test('refuses a path for a regular expression, which nginx could not apply', () => {
    assert.throws(() => configOf({ '~ ^/v\\d+/': { ...chat, uri: '/v2/' } }), /has a URI part, .*leave it out$/);
  });
});

function configOf(targets: Readonly<Record<string, BackendTarget>>): ProxyConfig {
  return proxyConfig(planDeployment({}), targets);
}

function own(proxySetHeader: HeaderLines): unknown {
  return configOf({ '/': { ...chat, directives: { proxySetHeader } } }).servers[0]?.locations['/']?.proxySetHeader;
}

function locations(targets: Readonly<Record<string, BackendTarget>>): unknown {
  return configOf(targets).servers[0]?.locations;
}
