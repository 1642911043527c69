import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backendWarnings } from '../../../lib/plan/backends/backend-directives.ts';
import type { BackendDirectives } from '../../../lib/plan/backends/backend-target.ts';
import { parseNginxConf } from '../../../lib/plan/nginx-conf/index.ts';
import { planDeployment } from '../../../lib/plan/plan-deployment.ts';
import { liftNginxConf } from '../../../lib/plan/configuration/proxy-config.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl';
const HEX = '0123456789abcdef0123456789abcdef';

const TEXT =
  "looks like a credential, and is in clear text in the task definition, for everybody who may see that; the proxy can't read it from AWS Secrets Manager, so have the backend trust the security group of the tasks, or have clients send what they are known by";

describe('a credential in the configuration', () => {
  for (const [name, value] of [
    ['Authorization', 'Basic dXNlcjpwYXNz'],
    ['authorization', 'bearer abcdef'],
    ['Authorization', 'ApiKey 12345'],
    ['Authorization', 'opaque-text'],
    ['Proxy-Authorization', 'Basic dXNlcjpwYXNz'],
    ['X-Forwarded-Authorization', 'Bearer abcdef'],
    ['X-Upstream', 'Bearer abcdef'],
    ['Cookie', 'session=abcdef'],
    ['Cookie', `lang=en; id=${HEX}`],
    ['X-Api-Key', 'abcd'],
    ['x-apikey', 'abcd'],
    ['X-Auth-Token', 'abcd-$host'],
    ['PRIVATE-TOKEN', 'abcd'],
    ['X-Client-Secret', 'abcd'],
    ['X-Secret-Header', 'abcd'],
    ['X-Db-Password', 'abcd'],
    ['X-Functions-Key', 'abcd'],
    ['X-Origin-Verify', 'abcd'],
    ['X-A', 'AKIAIOSFODNN7EXAMPLE'],
    ['X-A', JWT],
    ['X-A', 'ghp_0123456789abcdefghij'],
    ['X-A', 'https://user:pass@example.com/'],
    ['X-A', HEX],
    ['X-A', 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY'],
    ['X-Api-Key', '${Token[TOKEN.12]}'],
  ] as const) {
    test(`of a backend is warned of by its header's name: ${name}: ${value}`, () => {
      const text = `backends['/']: proxy_set_header ${name}: ${TEXT}`;
      assert.deepEqual(warningsOf({ proxySetHeader: { [name]: value } }), [{ id: 'backendCredential', text }]);
      assert.ok(!text.includes(value));
    });
  }

  for (const [name, value] of [
    ['Authorization', ''],
    ['Authorization', '$http_authorization'],
    ['Authorization', 'Bearer $http_x_token'],
    ['Authorization', 'Basic ${arg_credentials}'],
    ['Authorization', 'Bearer'],
    ['Cookie', '$http_cookie'],
    ['Cookie', 'session=$cookie_session; lang=en'],
    ['Cookie', 'theme=dark-and-stormy'],
    ['X-Api-Key', '$http_x_api_key'],
    ['X-Api-Key', ''],
    ['X-Token-Type', 'urn:ietf:params:oauth:token-type:jwt'],
    ['X-Secret-Name', 'production/chat'],
    ['X-Token', 'none'],
    ['X-Password-Required', 'true'],
    ['Upgrade', 'websocket'],
    ['Connection', 'upgrade'],
    ['Host', 'chat-with-a-very-long-name-indeed-1.Example.internal'],
    ['Sec-WebSocket-Protocol', 'graphql-transport-ws'],
    ['Sec-WebSocket-Key', '$http_sec_websocket_key'],
    ['Origin', 'https://chat.example.com'],
    ['X-Real-IP', '$remote_addr'],
    ['X-Forwarded-For', '$proxy_add_x_forwarded_for'],
    ['X-Version', '3f786850e387550fdab836ed7e6dc881de23001b'],
    ['X-Tenant', '123e4567-e89b-12d3-a456-426614174000'],
    ['X-Backend', 'arn:aws:ecs:eu-central-1:123456789012:service/chat'],
    ['Accept', 'application/vnd.example.v1+json, text/html;q=0.9'],
    ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
    ['X-Words', 'This-Is-A-Rather-Long-Value-With-42-Words'],
  ] as const) {
    test(`is none: ${name}: ${value}`, () => {
      assert.deepEqual(warningsOf({ proxySetHeader: { [name]: value } }), []);
    });
  }

  test('in a variable of a backend is warned of', () => {
    assert.deepEqual(
      warningsOf({ set: { $upstream_auth: 'Bearer abcdef', $room: 'a' } }).map(({ id }) => id),
      ['backendCredential'],
    );
  });

  test('of an nginx.conf is warned of once, with every place', () => {
    const { warnings } = liftNginxConf(
      planDeployment({}),
      parseNginxConf(`
        map $uri $auth { default ""; /a "Basic dXNlcjpwYXNz"; }
        map $http_x_api_key $is_known { abcdefgh 1; }
        map $http_x_theme $theme { darkness 1; }
        map $http_authorization $is_bearer { ~^Bearer 1; }
        proxy_set_header X-Api-Key abcdefgh;
        server {
          listen 80; server_name a.example.com;
          location / { proxy_pass http://b; proxy_set_header Cookie sid=abcdefgh; proxy_set_header X-Token $http_x_token; }
        }`),
      [],
    );
    assert.deepEqual(
      warnings.filter(({ id }) => id === 'nginxConfCredential').map(({ text }) => text),
      [
        `nginxConf: server a.example.com, location /: proxy_set_header Cookie, proxy_set_header X-Api-Key, map $auth, map $is_known: ${TEXT}`,
      ],
    );
  });
});

function warningsOf(directives: BackendDirectives): readonly { readonly id: string; readonly text: string }[] {
  return backendWarnings(planDeployment({}), '/', { directives }).filter(({ id }) => id === 'backendCredential');
}
