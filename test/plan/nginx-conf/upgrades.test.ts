import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseNginxConf } from '../../../lib/plan/nginx-conf/index.ts';
import { planDeployment } from '../../../lib/plan/plan-deployment.ts';
import { liftNginxConf } from '../../../lib/plan/configuration/proxy-config.ts';

const WAY_OUT =
  'proxy_set_header Upgrade passes on every protocol, and by h2c, where the backend speaks it, a client reaches all of its paths, past locations, auth_request and limits; write map $http_upgrade $upgrade_websocket { websocket websocket; } in the http block, and proxy_set_header Upgrade $upgrade_websocket';

describe('an Upgrade in an nginx.conf', () => {
  test('to any protocol is warned of once, with every place and the map to write', () => {
    assert.deepEqual(
      warnings(`
        proxy_set_header upgrade "\${http_upgrade}";
        server {
          listen 80; server_name chat.example.com;
          location /a/ { proxy_pass http://b; proxy_set_header Upgrade $http_upgrade; location /a/b/ { proxy_pass http://b; } }
          location /c/ { proxy_pass http://b; proxy_set_header Upgrade $HTTP_UPGRADE; }
          location / { proxy_pass http://b; }
        }`),
      [`nginxConf: server chat.example.com, location /a/; server chat.example.com, location /c/; http: ${WAY_OUT}`],
    );
  });

  for (const [maps, value] of [
    ['map $http_upgrade $u { websocket websocket; }', '$u'],
    ['map $http_upgrade $u { websocket $http_upgrade; }', '$u'],
    ['map $http_upgrade $u { ~*^websocket$ $http_upgrade; default ""; }', '$u'],
    ['map $http_upgrade $u { h2c ""; default websocket; }', '$u'],
    ['', 'websocket'],
    ['', '""'],
    ['', '$http_sec_websocket_key'],
  ] as const) {
    test(`to WebSockets alone is none to warn of: ${maps} ${value}`, () => {
      assert.deepEqual(warnings(`${maps} server { ${listening(value)} }`), []);
    });
  }

  for (const [maps, value] of [
    ['map $http_upgrade $u { default $http_upgrade; }', '$u'],
    ['map $http_upgrade $u { default $http_upgrade; "" ""; h2c ""; }', '${u}'],
    ['map $http_upgrade $u { ~. $http_upgrade; }', '$u'],
    ['map $http_upgrade $u { h2c $http_upgrade; }', '$u'],
    ['map $uri $u { /ws $http_upgrade; }', '$u'],
    ['map $uri $v { /ws $http_upgrade; } map $uri $u { default $v; }', '$u'],
  ] as const) {
    test(`by other variables is seen through: ${maps} ${value}`, () => {
      assert.equal(warnings(`${maps} server { ${listening(value)} }`).length, 1);
    });
  }

  test('by set is seen through', () => {
    assert.equal(warnings(`server { set $u $http_upgrade; ${listening('$u')} }`).length, 1);
  });
});

function listening(upgrade: string): string {
  return `listen 80; location / { proxy_pass http://b; proxy_set_header Upgrade ${upgrade}; }`;
}

function warnings(conf: string): readonly string[] {
  const lifted = liftNginxConf(planDeployment({}), parseNginxConf(conf), []);
  return lifted.warnings.filter(({ id }) => id === 'nginxConfUpgrade').map(({ text }) => text);
}
