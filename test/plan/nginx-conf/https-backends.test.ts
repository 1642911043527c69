import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  checkProxyConfig,
  liftNginxConf,
  parseBackendUrl,
  planDeployment,
  parseNginxConf,
  replaceServers,
  upstreamWarnings,
  type LiftedConfig,
} from '../../../lib/plan/index.ts';
import type { Locations, ProxyConfig } from '../../../proxy-runtime/index.ts';

const OWN = {
  proxySslServerName: 'on',
  proxySslVerify: 'on',
  proxySslName: 'api.example.com',
  proxySetHeader: { Host: 'api.example.com' },
} as const;

/** What nginx does where nobody says anything. */
const UNSAID = {
  proxySslServerName: 'off',
  proxySslVerify: 'off',
  proxySslName: '$proxy_host',
  proxySetHeader: { Host: '$proxy_host' },
} as const;

describe('An https backend that replaces an upstream', () => {
  test('is asked under its own name, and verified, where the nginx.conf says nothing of that', () => {
    assert.deepEqual(replaced('location / { proxy_pass https://api; }'), { '/': { proxyPass: 'https://api', ...OWN } });
    assert.deepEqual(replaced('location / { proxy_pass https://api; }', 'https://api.example.com:8443'), {
      '/': { proxyPass: 'https://api', ...OWN, proxySetHeader: { Host: 'api.example.com:8443' } },
    });
    assert.deepEqual(replaced('location / { proxy_pass HTTPS://api/v1/; proxy_set_header X-A 1; }'), {
      '/': { proxyPass: 'HTTPS://api/v1/', ...OWN, proxySetHeader: { Host: 'api.example.com', 'X-A': '1' } },
    });
  });

  test('is asked so at a URI that is a variable, too', () => {
    for (const pass of ['https://api$request_uri', 'https://api/$1', 'https://api${uri}$is_args$args']) {
      assert.deepEqual(replaced(`location ~ ^/(.*) { proxy_pass ${pass}; }`), {
        '~ ^/(.*)': { proxyPass: pass, ...OWN },
      });
    }
  });

  test('is asked as the nginx.conf says, directive by directive, wherever it says so', () => {
    assert.deepEqual(
      replaced(`
        location /a/ { proxy_pass https://api; proxy_ssl_verify off; proxy_set_header HOST $http_host; }
        location /b/ { proxy_pass https://api; proxy_ssl_name api.internal; }`),
      {
        '/a/': {
          proxyPass: 'https://api',
          proxySslServerName: 'on',
          proxySslVerify: 'off',
          proxySslName: 'api.example.com',
          proxySetHeader: { HOST: '$http_host' },
        },
        '/b/': { proxyPass: 'https://api', ...OWN, proxySslName: 'api.internal' },
      },
    );
    const inherited = lift(
      'proxy_ssl_name api.internal; location / { proxy_pass https://api; }',
      'proxy_ssl_verify off;',
    );
    assert.deepEqual(locationsOf(inherited.config), {
      '/': { proxyPass: 'https://api', proxySslServerName: 'on', proxySetHeader: { Host: 'api.example.com' } },
    });
  });

  test('gets the header lines that are inherited, besides its Host', () => {
    assert.deepEqual(replaced('proxy_set_header X-A 1; location / { proxy_pass https://api; }')['/']?.proxySetHeader, {
      Host: 'api.example.com',
      'X-A': '1',
    });
    assert.deepEqual(
      replaced('proxy_set_header host $host; location / { proxy_pass https://api; }')['/']?.proxySetHeader,
      undefined,
    );
  });

  test('has no part in what other backends are asked, not even within its location', () => {
    const nested = 'location /a/b/ { return 204; location /a/b/c/ { proxy_pass https://other.example.com; } }';
    assert.deepEqual(
      replaced(`location /a/ { proxy_pass https://api; ${nested} } location / { proxy_pass https://web; }`),
      {
        '/a/': {
          proxyPass: 'https://api',
          ...OWN,
          locations: {
            '/a/b/': {
              return: { code: 204 },
              locations: { '/a/b/c/': { proxyPass: 'https://other.example.com', ...UNSAID } },
            },
          },
        },
        '/': { proxyPass: 'https://web' },
      },
    );
    assert.deepEqual(replaced('location /a/ { proxy_pass https://api; location /a/b/ { proxy_pass https://api/; } }'), {
      '/a/': { proxyPass: 'https://api', ...OWN, locations: { '/a/b/': { proxyPass: 'https://api/' } } },
    });
  });

  test('has a scheme of its own: a proxy_pass of the other one is refused, both ways', () => {
    for (const [one, other] of [
      ['http', 'https'],
      ['https', 'http'],
    ] as const) {
      for (const uri of ['', '$request_uri']) {
        assert.throws(() => replaced(`location / { proxy_pass ${one}://api${uri}; }`, `${other}://api.example.com`), {
          name: 'PlanError',
          message: `backends['api'] speaks ${other}, but the nginx.conf has proxy_pass ${one}://api; write ${other}://api there`,
        });
      }
    }
  });

  test('is warned of where variables may name its upstream', () => {
    const text = (pass: string, said = ''): readonly string[] => {
      const lifted = lift(`set $b api; location / { proxy_pass ${pass}; ${said} }`);
      return upstreamWarnings(lifted.placed, 'api', { scheme: 'https' }).map((each) => each.text);
    };
    const all = 'proxy_ssl_server_name on; proxy_ssl_verify on; proxy_ssl_name $b; proxy_set_header Host $b;';
    assert.deepEqual(text('https://$b'), [
      "nginxConf: server 1, location /: proxy_pass https://$b may be to api, whose https backend is then asked as by nginx itself, without proxy_ssl_server_name, proxy_ssl_verify, proxy_ssl_name, proxy_set_header Host; write these there, or the upstream's name without variables",
    ]);
    assert.deepEqual(text('https://${b}/v1/', all), []);
    assert.match(text('https://$b', all.replace('proxy_ssl_verify on;', ''))[0] ?? '', /, without proxy_ssl_verify; /);
    assert.deepEqual(text('http://$b'), [
      "nginxConf: server 1, location /: proxy_pass http://$b may be to api, whose backend speaks https; write https:// there, or the upstream's name without variables",
    ]);
    for (const other of [
      'https://$b.example.com',
      'https://web-$b',
      'https://web$request_uri',
      'https://api$request_uri',
    ]) {
      assert.deepEqual(text(other), []);
    }
    assert.deepEqual(
      upstreamWarnings(lift('set $b api; location / { proxy_pass http://$b; }').placed, 'api', { scheme: 'http' }),
      [],
    );
  });
});

function lift(server: string, http = ''): LiftedConfig {
  const text = `upstream api { server 10.0.0.5:443; } upstream web { server 10.0.0.6:443; } ${http} server { listen 80; ${server} }`;
  return liftNginxConf(planDeployment({}), parseNginxConf(text), ['api']);
}

function replaced(server: string, url = 'https://api.example.com'): Locations {
  return locationsOf(lift(server).config, url);
}

function locationsOf(lifted: ProxyConfig, url = 'https://api.example.com'): Locations {
  const config = replaceServers(lifted, { api: parseBackendUrl(url) });
  checkProxyConfig(config);
  return config.servers[0]?.locations ?? {};
}
