import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaint, inLocation, inServer, read, serverOf } from './support/read.ts';

describe('where and how directives are written', () => {
  for (const [text, message] of [
    [
      'http {\nserver { listen 80;',
      'nginx.conf:2: unexpected end of file, expecting "}" for the "server" that begins here',
    ],
    ['server { listen 80; return 200; } }', 'nginx.conf:1: unexpected "}"'],
    [inServer('gizp on;'), 'nginx.conf:1: unknown directive "gizp"; did you mean "gzip"?'],
    [inServer('nonsense_of_my_own on;'), 'nginx.conf:1: unknown directive "nonsense_of_my_own"'],
    [
      inServer('proxy_pass http://a;'),
      'nginx.conf:1: "proxy_pass" directive is not allowed here, in "server"; it belongs in location',
    ],
    [
      inServer('worker_processes 1;'),
      'nginx.conf:1: "worker_processes" directive is not allowed here, in "server"; it belongs in the main level',
    ],
    [
      'daemon off; server { }',
      'nginx.conf:1: "server" directive is not allowed here, outside of all blocks; it belongs in http or upstream',
    ],
    [
      'location / { }',
      'nginx.conf:1: "location" directive is not allowed here, outside of all blocks; it belongs in server or location',
    ],
    [inServer('server_tokens off { }'), 'nginx.conf:1: directive "server_tokens" is not terminated by ";"'],
    ['server;', 'nginx.conf:1: directive "server" has no opening "{"'],
    [
      inLocation('proxy_set_header A;'),
      'nginx.conf:1: invalid number of arguments in "proxy_set_header" directive: it takes 2, and has 1',
    ],
    [
      inLocation('add_header A;'),
      'nginx.conf:1: invalid number of arguments in "add_header" directive: it takes 2 to 3, and has 1',
    ],
    [
      inServer('server_name;'),
      'nginx.conf:1: invalid number of arguments in "server_name" directive: it takes 1 or more, and has 0',
    ],
    [
      inLocation('internal on;'),
      'nginx.conf:1: invalid number of arguments in "internal" directive: it takes none, and has 1',
    ],
    [
      inLocation('proxy_read_timeout 1m\nproxy_send_timeout 1m;'),
      'nginx.conf:1: invalid number of arguments in "proxy_read_timeout" directive: it takes 1, and has 3; is there no ";" before "proxy_send_timeout"?',
    ],
    [
      inLocation('proxy_request_buffering yes;'),
      'nginx.conf:1: "proxy_request_buffering" must be "on" or "off", not "yes"',
    ],
    [
      inLocation('\nproxy_read_timeout 1m;\nproxy_read_timeout 2m;'),
      'nginx.conf:3: "proxy_read_timeout" directive is duplicate; it is already there on line 2',
    ],
    ['events { } events { }', 'nginx.conf:1: "events" directive is duplicate; it is already there on line 1'],
    ['', 'nginx.conf: there is no "server" block; write one, with a "listen" and a "location"'],
  ] as const) {
    test(JSON.stringify(text), () => assert.equal(complaint(text), message));
  }

  test('the name of the file is in messages', () =>
    assert.equal(complaint('\nfoo;', { file: 'conf/edge.conf' }), 'conf/edge.conf:2: unknown directive "foo"'));

  test('on and off may be in capitals, as for nginx', () =>
    assert.equal(serverOf(read(inServer('reset_timedout_connection ON;'))).resetTimedoutConnection, 'on'));

  test('what stands in an http block is a configuration, too', () => {
    const fragment = 'server { listen 8080; return 200; }';
    assert.deepEqual(read(fragment).config, read(`events { } http { ${fragment} }`).config);
    assert.deepEqual(read(fragment).config, read(`http { ${fragment} }`).config);
  });

  test('unless it must be complete', () => {
    const options = { complete: true };
    assert.equal(
      complaint('server { listen 8080; return 200; }', options),
      'nginx.conf:1: "server" directive is not allowed here, outside of all blocks; it belongs in http or upstream',
    );
    assert.equal(
      complaint('http { server { return 200; } }', options),
      'nginx.conf: no "events" section in configuration',
    );
  });
});
