import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { complaint, inHttp, inLocation, inServer } from './support/read.ts';

describe("what is not this proxy's business", () => {
  for (const [text, message] of [
    [
      inLocation('error_page 502 /502.html;'),
      `"error_page" is not here: error pages are a web server's business; answer with return, or handle errors in the backend`,
    ],
    [
      inServer('rewrite ^/a /b last;'),
      '"rewrite" is not here: requests are not rewritten; choose with locations, map and set, or rewrite in the backend',
    ],
    [
      inServer('if ($http_a) { return 403; }'),
      '"if" is not here: requests are not rewritten; choose with locations, map and set, or rewrite in the backend',
    ],
    [
      inHttp('limit_rate 10k;'),
      '"limit_rate" is not here: a tunnel goes as fast as its ends; limit_conn and limit_req limit clients, proxy_limit_rate responses',
    ],
    [inHttp('gzip on;'), '"gzip" is not here: bodies are passed on as they are; compress in the backend'],
    [
      inLocation('sub_filter a b;'),
      '"sub_filter" is not here: bodies are passed on as they are; change them in the backend',
    ],
    [
      inHttp('proxy_cache_path /c keys_zone=c:10m;'),
      '"proxy_cache_path" is not here: nothing is stored; let a cache in front do it, such as CloudFront, or the backend',
    ],
    [
      inServer('root /var/www;'),
      '"root" is not here: no files are served; leave them to a web server or S3, and proxy_pass to it',
    ],
    [
      inLocation('root /dev/null; try_files $uri /index.html;'),
      '"try_files" is not here: no files are served; leave them to a web server or S3, and proxy_pass to it',
    ],
    [
      inLocation('try_files $uri /index.html;'),
      '"try_files" is not here: no files are served; leave them to a web server or S3, and proxy_pass to it',
    ],
    [
      inServer('auth_basic "closed";'),
      '"auth_basic" is not here: passwords are not checked; ask a backend with auth_request, or allow and deny addresses',
    ],
    [
      inServer('stub_status;'),
      '"stub_status" is not here: counts are in the access log, and health is an endpoint of its own',
    ],
    [inLocation('fastcgi_pass unix:/a;'), '"fastcgi_pass" is not here: backends speak HTTP/1.1; write proxy_pass'],
    [
      inHttp('real_ip_header X-Forwarded-For;'),
      '"real_ip_header" is not here: the client is who connects; behind a load balancer, pass its X-Forwarded-For on with $proxy_add_x_forwarded_for',
    ],
    [inHttp('geo $a { default 1; }'), '"geo" is not here: it makes variables of its own; write a map'],
    [
      inLocation('proxy_cookie_path / /a;'),
      `"proxy_cookie_path" is not here: cookies are the backend's, and passed on as they are`,
    ],
    [
      'events { } stream { }',
      '"stream" is not here: this proxy speaks HTTP; take a Network Load Balancer, or nginx itself, for other protocols',
    ],
    [
      inServer('preread_timeout 1s;'),
      `"preread_timeout" is not here: it belongs to nginx's stream proxy; this proxy speaks HTTP`,
    ],
    [
      inServer('access_by_lua_file x;'),
      '"access_by_lua_file" is not here: there is no language in here; let the backend do it',
    ],
    [inServer('js_content a;'), '"js_content" is not here: there is no language in here; let the backend do it'],
    [inServer('health_check;'), `"health_check" is not here: it is commercial nginx's; leave it out`],
    [
      inServer('more_set_headers a;'),
      `"more_set_headers" is not here: it belongs to a module that is not nginx's own; leave it out, or let the backend do it`,
    ],
  ] as const) {
    test(text, () => assert.equal(complaint(text), `nginx.conf:1: ${message}`));
  }

  test("no directive of nginx's own modules is unknown", () => {
    const list = readFileSync(new URL('stock-directives.txt', import.meta.url), 'utf8').split('\n');
    const names = list.filter((line) => !line.startsWith('#')).flatMap((line) => line.split(' ').slice(1));
    assert.ok(names.length > 700);
    // There is no server, so that something is always said.
    for (const name of new Set(names)) assert.doesNotMatch(complaint(`http { ${name} a; }`), /unknown directive/);
  });
});
