import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planDeployment } from '../../../lib/plan/plan-deployment.ts';
import { liftNginxConf } from '../../../lib/plan/configuration/proxy-config.ts';
import { parseNginxConf, takesInvalidHeaders } from '../../../lib/plan/nginx-conf/index.ts';

function lift(directives: string): readonly { readonly id: string; readonly text: string }[] {
  const config = parseNginxConf(`server { listen 80; ${directives} location / { proxy_pass http://a; } }`);
  return liftNginxConf(planDeployment({ idleTimeout: 30 }), config, []).warnings;
}

describe('What the load balancer has a smaller limit for, or does itself, is warned of', () => {
  const cases: Readonly<Record<string, string>> = {
    'large_client_header_buffers 4 32k;':
      "nginxConf: server 1: large_client_header_buffers is 4 32k, but an Application Load Balancer takes 16 KiB for a line of a request's head and 64 KiB for all of it, and answers the rest itself; shorten what is sent",
    'send_timeout 5m;':
      'nginxConf: server 1: send_timeout is 300 s, but the load balancer closes a connection in which nothing moves for 30 s (idleTimeout); give a longer idleTimeout, up to 4000 s, or ping in time',
    'client_header_timeout 5s; reset_timedout_connection on;':
      "nginxConf: client_header_timeout, reset_timedout_connection: concerns the connection to the load balancer here; how clients are waited for is the load balancer's to say",
    'underscores_in_headers on;':
      "nginxConf: server 1: underscores_in_headers on: the load balancer passes on header names with other characters than letters, digits and hyphens, which it would drop otherwise (routing.http.drop_invalid_header_fields.enabled is false, which Security Hub's ELB.4 reports); leave the directive out if no client needs it",
  };
  for (const [directives, text] of Object.entries(cases)) {
    test(directives, () => {
      assert.deepEqual(
        lift(directives).map((warning) => warning.text),
        [text],
      );
    });
  }

  test('but nothing within its limits', () => {
    assert.deepEqual(lift('large_client_header_buffers 4 16k; send_timeout 30s;'), []);
  });
});

test('Header names that a server takes are for it to judge, not for the load balancer', () => {
  const takes = (text: string): boolean =>
    takesInvalidHeaders(parseNginxConf(`${text} server { listen 80; return 204; }`).config);
  assert.equal(takes(''), false);
  assert.equal(takes('underscores_in_headers on;'), true);
  assert.equal(takes('ignore_invalid_headers off;'), true);
  assert.equal(takes('underscores_in_headers off; ignore_invalid_headers on;'), false);
});
