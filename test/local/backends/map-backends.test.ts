import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDeployedCommand, type DeployedCommand } from '../../../lib/local/backends/deployed-command.ts';
import { byBackendName, mapBackends, parseLocalUrl } from '../../../lib/local/backends/map-backends.ts';

function command(locations: object, upstreams: object): DeployedCommand {
  const json = JSON.stringify({ servers: [{ listen: 8080, locations }], upstreams });
  const container = { command: ['--config-json', json], placeholders: ['<Chat.Name>'] };
  return readDeployedCommand({ path: 'Stack/Proxy', container });
}

const chat = { servers: [{ address: '<Chat.Name>:8080', resolve: true }], keepalive: 4 };
const locations = {
  '/chat/': { proxyPass: 'http://chat', proxyReadTimeout: '1h' },
  '/old/': { proxyPass: 'http://chat/v1/' },
  '/': { proxyPass: 'https://api.test/base/' },
};
const deployed = command(locations, { chat });

describe('mapBackends', () => {
  test('finds the backends of a lifted nginx.conf: upstreams, hosts, and locations within others', () => {
    const given = {
      '/a/': { proxyPass: 'http://chat', locations: { '/a/b/': { proxyPass: 'http://legacy.test:8080/b/' } } },
    };
    const host = { servers: [{ address: 'legacy.test:8080', resolve: true }] };
    const lifted = command(given, { chat, 'legacy.test:8080': host });
    assert.deepEqual(
      lifted.backends.map(({ name, locations: at, addresses }) => [name, at, addresses]),
      [
        ['chat', ['/a/'], ['<Chat.Name>:8080']],
        ['legacy.test:8080', ['/a/b/'], ['legacy.test:8080']],
      ],
    );
    const config = mapBackends(
      lifted,
      byBackendName({ '/a/b/': new URL('https://127.0.0.1:3001') }, lifted.backends, '--backend'),
    );
    assert.deepEqual(config.upstreams?.['legacy.test:8080']?.servers, [{ address: '127.0.0.1:3001' }]);
    assert.deepEqual(config.servers[0]?.locations['/a/'], {
      ...given['/a/'],
      locations: { '/a/b/': { proxyPass: 'https://legacy.test:8080/b/' } },
    });
  });

  test("changes an upstream's address and nothing else", () => {
    const config = mapBackends(deployed, new Map([['chat', new URL('http://127.0.0.1:3001')]]));
    assert.deepEqual(config, {
      servers: [{ listen: 8080, locations }],
      upstreams: { chat: { keepalive: 4, servers: [{ address: '127.0.0.1:3001' }] } },
    });
  });

  test("changes the scheme where it differs, and a backend's address in proxyPass", () => {
    const urls = new Map([
      ['chat', new URL('https://chat.test')],
      ['api.test', new URL('http://localhost:3002')],
    ]);
    const config = mapBackends(deployed, urls);
    assert.deepEqual(config.upstreams, {
      chat: { keepalive: 4, servers: [{ address: 'chat.test:443', resolve: true }] },
    });
    assert.deepEqual(config.servers[0]?.locations, {
      '/chat/': { proxyPass: 'https://chat', proxyReadTimeout: '1h' },
      '/old/': { proxyPass: 'https://chat/v1/' },
      '/': { proxyPass: 'http://localhost:3002/base/' },
    });
  });

  test('takes an IPv6 address', () => {
    const config = mapBackends(deployed, new Map([['chat', new URL('http://[::1]:3001')]]));
    assert.deepEqual(config.upstreams?.['chat']?.servers, [{ address: '[::1]:3001' }]);
  });
});

describe('byBackendName', () => {
  const { backends } = deployed;

  test('takes names and locations', () => {
    assert.deepEqual(
      [...byBackendName({ '/chat/': 1, 'api.test': 2 }, backends, '--backend')],
      [
        ['chat', 1],
        ['api.test', 2],
      ],
    );
  });

  test('maps the backends of all proxies that a location leads to', () => {
    const [other] = command({ '/chat/': { proxyPass: 'http://other:81' } }, {}).backends;
    assert.ok(other);
    assert.deepEqual(
      [...byBackendName({ '/chat/': 1 }, [...backends, other], '--backend').keys()],
      ['chat', 'other:81'],
    );
  });

  test('refuses a name that there is not, with those that there are', () => {
    assert.throws(() => byBackendName({ caht: 1 }, backends, '--backend'), {
      name: 'InputError',
      message: '--backend: no backend is named caht; there are chat (/chat/, /old/), api.test (/)',
    });
  });

  test('refuses to map a backend twice', () => {
    assert.throws(() => byBackendName({ '/chat/': 1, '/old/': 2 }, backends, 'wsproxy.json'), {
      name: 'InputError',
      message: 'wsproxy.json: /chat/ and /old/ are the same backend, chat; map it once',
    });
  });
});

describe('parseLocalUrl', () => {
  test('takes http and ws, with and without TLS', () => {
    const origins = ['http://127.0.0.1:3001', 'ws://127.0.0.1:3001/', 'https://chat.test', 'WSS://chat.test'].map(
      (text) => parseLocalUrl(text, '--backend').origin,
    );
    assert.deepEqual(origins, [
      'http://127.0.0.1:3001',
      'http://127.0.0.1:3001',
      'https://chat.test',
      'https://chat.test',
    ]);
  });

  const refused: [string, string][] = [
    ['localhost:3001', '--backend: "localhost:3001" is no address of a backend; write it like http://127.0.0.1:3001'],
    ['http://', '--backend: "http://" is no address of a backend; write it like http://127.0.0.1:3001'],
    [
      'http://127.0.0.1:3001/chat',
      `--backend: "http://127.0.0.1:3001/chat" has more than a host and a port, but paths are the proxy's; write it like http://127.0.0.1:3001`,
    ],
  ];
  for (const [text, message] of refused) {
    test(`refuses ${text}`, () => {
      assert.throws(() => parseLocalUrl(text, '--backend'), { name: 'InputError', message });
    });
  }
});
