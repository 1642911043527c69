import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inHttp, inLocation, inServer, inUpstream, complaint, read } from './support/read.ts';

const HTTP = `http { ${inHttp('')} }`;

describe('what has no effect here', () => {
  for (const [text, notice] of [
    [`user www-data; events { } ${HTTP}`, "user concerns nginx's own processes; it has no effect here"],
    [
      `worker_processes auto; events { } ${HTTP}`,
      'worker_processes has no effect on a configuration: --workers is for it, which a deployed task has as auto',
    ],
    [`load_module modules/a.so; events { } ${HTTP}`, "load_module concerns nginx's own modules; it has no effect here"],
    [`events { use epoll; } ${HTTP}`, "use concerns how nginx's processes wait for events; it has no effect here"],
    [inHttp('types_hash_max_size 2048;'), "types_hash_max_size sizes nginx's own memory; it has no effect here"],
    [inHttp('types { text/html html htm; }'), 'types concerns files that nginx serves, and none are served here'],
    [inHttp('sendfile on;'), 'sendfile concerns files that nginx serves, and none are served here'],
    [inLocation('proxy_buffering on;'), 'proxy_buffering has no effect here: what a backend sends is sent on at once'],
    [
      inLocation('proxy_buffers 8 16k;'),
      "proxy_buffers sizes nginx's buffers; here what arrives is sent on at once, in buffers of bounded size",
    ],
    [
      inLocation('proxy_ignore_headers Expires;'),
      'proxy_ignore_headers has no effect here: none of the headers it can name is followed',
    ],
    [
      inLocation('proxy_cache_bypass $http_upgrade;'),
      'proxy_cache_bypass concerns a cache, and nothing is stored here',
    ],
    [inServer('http2 on;'), 'http2 has no effect here: clients agree on HTTP/1.1, which WebSockets need'],
    [
      inServer('ssl_session_cache shared:SSL:10m;'),
      'ssl_session_cache has no effect here: sessions are resumed by tickets, which need no cache',
    ],
    [inServer('ssl_stapling on;'), 'ssl_stapling has no effect here: clients ask the certificate authority themselves'],
    [inHttp('gzip_types text/css;'), 'gzip_types concerns compression, which is not here'],
    [inHttp('fastcgi_temp_path /tmp/f;'), 'fastcgi_temp_path concerns backends that speak something else than HTTP/1'],
  ] as const) {
    test(text, () => assert.deepEqual(read(text).notices, [`nginx.conf:1: ${notice}`]));
  }

  for (const text of [
    `worker_processes 1; events { } ${HTTP}`,
    inHttp(
      'gzip off; charset off; expires off; ssi off; auth_basic off; mirror off; limit_rate 0; proxy_store off; proxy_cache off;',
    ),
    inHttp(
      'proxy_intercept_errors off; proxy_buffering off; ssl_session_cache off; ssl_stapling off; chunked_transfer_encoding on;',
    ),
    inLocation('proxy_cookie_path off; proxy_cookie_domain off; slice 0; auth_delay 0;'),
    inUpstream('zone u 64k; server 127.0.0.1;'),
  ]) {
    test(`${text} needs no notice`, () => assert.deepEqual(read(text).notices, []));
  }

  for (const [text, message] of [
    [inHttp('sendfile maybe;'), 'nginx.conf:1: "sendfile" must be "on" or "off", not "maybe"'],
    [
      inHttp('sendfile on; sendfile off;'),
      'nginx.conf:1: "sendfile" directive is duplicate; it is already there on line 1',
    ],
    [inHttp('server_names_hash_bucket_size x;'), 'nginx.conf:1: "server_names_hash_bucket_size": "x" is not a number'],
    [
      inHttp('proxy_buffers 8;'),
      'nginx.conf:1: invalid number of arguments in "proxy_buffers" directive: it takes 2, and has 1',
    ],
    [
      inUpstream('server 127.0.0.1; gzip off;'),
      'nginx.conf:1: "gzip" directive is not allowed here, in "upstream"; it belongs in http, server or location',
    ],
  ] as const) {
    test(`${text} is an error all the same`, () => assert.equal(complaint(text), message));
  }
});
