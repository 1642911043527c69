import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDeployedCommand, type DeployedCommand } from '../../../lib/local/backends/deployed-command.ts';
import { config } from '../support/templates.ts';

const json = JSON.stringify(config).replace('@CHAT@', '<Chat/CloudmapService.Name>.chat.internal:8080');

function read(command: readonly string[], placeholders: readonly string[] = []): DeployedCommand {
  return readDeployedCommand({ path: 'Stack/Proxy', container: { command, placeholders } });
}

describe('readDeployedCommand', () => {
  test('lists the backends, and has a placeholder answer 502', () => {
    const command = read(['--config-json', json], ['<Chat/CloudmapService.Name>']);
    assert.deepEqual(command.backends, [
      {
        name: 'chat',
        scheme: 'http',
        addresses: ['<Chat/CloudmapService.Name>.chat.internal:8080'],
        locations: ['/chat/'],
        placeholder: true,
      },
      {
        name: 'legacy.internal',
        scheme: 'http',
        addresses: ['legacy.internal:8080'],
        locations: ['/'],
        placeholder: false,
      },
    ]);
    assert.deepEqual(command.config, {
      ...config,
      upstreams: {
        chat: { servers: [{ address: '127.0.0.1:9', down: true, resolve: true }] },
        'legacy.internal': { servers: [{ address: 'legacy.internal:8080', resolve: true }] },
      },
    });
  });

  test('knows several locations of a backend, backends without an upstream, and locations without a backend', () => {
    const locations = {
      '/a/': { proxyPass: 'https://api/x/' },
      '= /b': { proxyPass: 'https://api' },
      '/c/': { proxyPass: 'http://10.0.0.1:81/c/' },
      '/d/': { return: { code: 404 } },
      '/e/': { proxyPass: 'http://unix:/run/e.sock:/' },
    };
    const upstreams = {
      api: {
        servers: [
          { address: 'a.test:443', resolve: true },
          { address: 'b.test:443', resolve: true },
        ],
      },
    };
    const command = ['--config-json', JSON.stringify({ servers: [{ listen: 8080, locations }], upstreams })];
    assert.deepEqual(read(command).backends, [
      {
        name: 'api',
        scheme: 'https',
        addresses: ['a.test:443', 'b.test:443'],
        locations: ['/a/', '= /b'],
        placeholder: false,
      },
      { name: '10.0.0.1:81', scheme: 'http', addresses: ['10.0.0.1:81'], locations: ['/c/'], placeholder: false },
    ]);
  });

  test('leaves out numbers and times that only a deployment knows', () => {
    const json =
      '{"servers":[{"listen":8080,"locations":{"/":{"proxyPass":"http://a","proxyReadTimeout":<Seconds>,"proxySendTimeout":"<Seconds>s","addHeader":[{"name":"X-R","value":"<Region>"}]}}}]}';
    const { config, written } = read(['--config-json', json], ['<Seconds>', '<Region>']);
    assert.deepEqual(config.servers[0]?.locations['/'], {
      proxyPass: 'http://a',
      addHeader: [{ name: 'X-R', value: '<Region>' }],
    });
    assert.deepEqual(written, JSON.parse(json.replace(':<Seconds>', ':"<Seconds>"')));
  });

  test('takes nothing for a placeholder that none was given out for', () => {
    const json =
      '{"upstreams":{"a":{"servers":[{"address":"<Other>.internal:80"}]}},"servers":[{"listen":8080,"locations":{"/":{"proxyPass":"http://a","proxyReadTimeout":"<Seconds>s"}}}]}';
    assert.equal(read(['--config-json', json], ['<Seconds>']).backends[0]?.placeholder, false);
    assert.equal(read(['--config-json', json], ['<Seconds>', '<Other>']).backends[0]?.placeholder, true);
    assert.throws(() => read(['--config-json', json], ['<Other>']), {
      name: 'ConfigError',
      message: /proxyReadTimeout/,
    });
  });

  test('refuses a command without a configuration in one line', () => {
    const refused: [string[], string, RegExp][] = [
      [
        ['--config', '/etc/proxy.json'],
        'InputError',
        /^Stack\/Proxy: its configuration is a file in the image \(--config \/etc\/proxy\.json\)/,
      ],
      [[], 'ConfigError', /^.+$/],
      [['--config-json', '{'], 'ConfigError', /^.*JSON.*$/],
      [['--config-json', '{"servers":[],"upstreams":3}'], 'ConfigError', /^.+$/],
      [['--config-json', '{"upstreams":{"a":{}}}'], 'ConfigError', /^.+$/],
      [['--config-json', 'null'], 'ConfigError', /^.+$/],
    ];
    for (const [command, name, message] of refused) {
      assert.throws(() => read(command), { name, message });
    }
  });
});
