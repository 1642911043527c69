import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  checkProxyConfig,
  liftNginxConf,
  parseNginxConf,
  planDeployment,
  upstreamWarnings,
} from '../../../lib/plan/index.ts';
import type { DeploymentSpec } from '../../../lib/plan/deployment-spec.ts';
import type { ListenConfig } from '../../../proxy-runtime/config/types.ts';

const NEW =
  'server { listen 443 ssl; server_name new.example.com; ssl_certificate a; ssl_certificate_key b; return 204; }';

const LEFT_OUT = "only sends http to https and is left out: port 80 is the load balancer's, which does so itself";

describe('A server that only sends http to https', () => {
  for (const [names, target] of [
    ['new.example.com', 'https://$host$request_uri'],
    ['new.example.com', 'https://${http_host}${request_uri}'],
    ['new.example.com', 'https://$server_name:443$request_uri'],
    ['new.example.com', 'https://NEW.example.com$request_uri'],
    ['new.example.com', 'https://new.example.com$uri$is_args$args'],
    ['.example.com', 'https://$host$request_uri'],
    ['_', 'https://$host$request_uri'],
  ] as const) {
    test(`is left out if the load balancer does the same: ${names} to ${target}`, () => {
      for (const does of [`return 301 ${target};`, `location / { return 308 ${target}; }`]) {
        const { servers, redirects } = lift(`server { listen 80; server_name ${names}; ${does} } ${NEW}`);
        assert.deepEqual(servers, [['new.example.com', undefined]]);
        assert.deepEqual(redirects, [`nginxConf: server ${names} ${LEFT_OUT}`]);
      }
    });
  }

  test('is reached by https if it sends on to another host', () => {
    const old = 'server { listen 80; server_name old.example.com; return 301 https://new.example.com$request_uri; }';
    const { servers, redirects } = lift(`${old} ${NEW}`);
    assert.deepEqual(servers, [
      ['new.example.com', undefined],
      ['old.example.com', 'https://new.example.com$request_uri'],
    ]);
    assert.deepEqual(redirects, [
      'nginxConf: server old.example.com sends http to https://new.example.com$request_uri: the load balancer sends http to https of the same host first, for which the certificate must be for old.example.com, too',
    ]);
  });

  test('is reached under those names only that it does not send to', () => {
    const target = 'https://new.example.com$request_uri';
    for (const written of [target, 'https://$server_name$request_uri', 'https://${server_name}$request_uri']) {
      const { servers, redirects } = lift(
        `server { listen 80; server_name new.example.com www.new.example.com; return 301 ${written}; } ${NEW}`,
      );
      assert.deepEqual(servers, [
        ['new.example.com', undefined],
        [['www.new.example.com'], target],
      ]);
      assert.match(redirects.join(), /first, for which the certificate must be for www\.new\.example\.com, too$/);
    }
  });

  test('never answers where it sends to, so that no browser goes round in circles', () => {
    const wild = (name: string): unknown =>
      lift(`server { listen 80; server_name ${name}; return 301 https://new.example.com$request_uri; } ${NEW}`).servers;
    const target = 'https://new.example.com$request_uri';
    assert.deepEqual(wild('*.example.com'), [
      ['new.example.com', undefined],
      ['*.example.com', target],
    ]);
    const nameless = NEW.replace('server_name new.example.com;', '');
    for (const text of [
      `server { listen 80; server_name *.example.com; return 301 ${target}; } ${nameless}`,
      `server { listen 80; server_name ~^.+; return 301 ${target}; } ${nameless}`,
      `server { listen 80; server_name new.example.com; return 301 https://new.example.com/app$request_uri; } ${nameless}`,
      `server { listen 80; server_name new.example.com; return 301 ${target}; }
       server { listen 80; server_name old.example.com; location / { return 301 ${target}; } location /a { return 301 https://$host/b; } } ${nameless}`,
    ]) {
      assert.deepEqual(lift(text).servers, [[undefined, undefined]], text);
    }
    const chain = `
      server { listen 80; server_name a.example.com; return 301 https://b.example.com$request_uri; }
      server { listen 80; server_name b.example.com; return 301 https://a.example.com$request_uri; } ${NEW}`;
    assert.deepEqual(lift(chain).servers, [['new.example.com', undefined]]);
  });

  test('is the default server only if there is no other', () => {
    const target = 'https://new.example.com$request_uri';
    const old = `server { listen 80 default_server; server_name old.example.com; return 301 ${target}; }`;
    const defaults = (text: string): unknown =>
      liftNginxConf(planDeployment({ tls: true }), parseNginxConf(text), []).config.servers.map(
        ({ serverName, listen }) => [serverName, (listen as ListenConfig).defaultServer],
      );
    assert.deepEqual(defaults(`${old} server { listen 8080; return 204; }`), [
      [undefined, true],
      ['old.example.com', undefined],
    ]);
    assert.deepEqual(defaults(old), [['old.example.com', true]]);
  });

  test('is left out with a warning where https has another answer', () => {
    const left = (text: string): readonly string[] => {
      const { servers, redirects } = lift(text);
      assert.deepEqual(servers, [['new.example.com', undefined]]);
      return redirects;
    };
    const way =
      'and is left out: the load balancer sends http to https of the same host and URI; let a server that listens with ssl send it on from there';
    const goal = 'https://www.example.com$request_uri';
    assert.deepEqual(left(`server { listen 80; server_name new.example.com; return 301 ${goal}; } ${NEW}`), [
      `nginxConf: server new.example.com sends http to ${goal} ${way}`,
    ]);
    assert.deepEqual(left(`server { listen 80 default_server; server_name _; return 301 ${goal}; } ${NEW}`), [
      `nginxConf: server _ sends http to ${goal} ${way}`,
    ]);
    assert.deepEqual(left(`server { listen 80; server_name new.example.com; return 301 https://$host/; } ${NEW}`), [
      `nginxConf: server new.example.com sends http to https://$host/ ${way}`,
    ]);
  });

  test('says that port 80 is closed if nobody redirects', () => {
    const spec: DeploymentSpec = { tls: true, loadBalancing: { kind: 'application', redirectHttp: false } };
    const same = 'server { listen 80; server_name new.example.com; return 301 https://$host$request_uri; }';
    const old = 'server { listen 80; server_name old.example.com; return 301 https://new.example.com$request_uri; }';
    const { servers, redirects } = lift(`${same} ${old} ${NEW}`, spec);
    assert.deepEqual(servers, [
      ['new.example.com', undefined],
      ['old.example.com', 'https://new.example.com$request_uri'],
    ]);
    assert.deepEqual(redirects, [
      'nginxConf: server old.example.com sends http to https://new.example.com$request_uri: port 80 is closed, as redirectHttp is false, so it is reached by https, for which the certificate must be for old.example.com, too',
      'nginxConf: server new.example.com only sends http to https and is left out: port 80 is closed, as redirectHttp is false',
    ]);
  });

  test('leaves the servers around it the places that they have in the nginx.conf', () => {
    const text = `
      ssl_certificate a; ssl_certificate_key b;
      server { listen 80; return 301 https://$host$request_uri; }
      server { listen 443 ssl; server_name a.example.com; location / { proxy_pass http://a; } }
      server { listen 443 ssl; set $b api; location / { proxy_pass http://$b; proxy_read_timeout 5s; send_timeout 2h; } }`;
    const { placed, warnings } = liftNginxConf(planDeployment({ tls: true }), parseNginxConf(text), []);
    const places = warnings.map((warning) => /^nginxConf: (server \d+|)/.exec(warning.text)?.[1]).filter(Boolean);
    assert.deepEqual(places, ['server 1', 'server 3', 'server 3']);
    assert.deepEqual(
      upstreamWarnings(placed, 'api', { scheme: 'https' }).map((warning) => warning.text.slice(0, 19)),
      ['nginxConf: server 3'],
    );
  });

  test('stays where it is without a certificate', () => {
    const old = 'server { listen 80; server_name old.example.com; return 301 https://new.example.com$request_uri; }';
    assert.deepEqual(lift(`${old} server { listen 80; server_name new.example.com; return 204; }`, {}).servers, [
      ['old.example.com', 'https://new.example.com$request_uri'],
      ['new.example.com', undefined],
    ]);
  });
});

/** The servers' names and redirects, and the warnings about those. */
function lift(
  text: string,
  spec: DeploymentSpec = { tls: true },
): { readonly servers: unknown; readonly redirects: readonly string[] } {
  const { config, warnings } = liftNginxConf(planDeployment(spec), parseNginxConf(text), []);
  checkProxyConfig(config);
  return {
    servers: config.servers.map(({ serverName, return: returned }) => [serverName, returned?.text]),
    redirects: warnings.filter(({ id }) => id === 'nginxConfRedirect').map((warning) => warning.text),
  };
}
