import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaint, inHttp, inServer, read, serverOf } from './support/read.ts';

describe('access_log', () => {
  test('without one, ours stays', () => assert.equal(read(inHttp('')).config.accessLog, undefined));

  for (const [text, accessLog] of [
    ['access_log off;', 'off'],
    ['access_log /var/log/a.log;', { path: '/var/log/a.log', format: 'combined' }],
    ['access_log /dev/stdout;', { path: 'stdout', format: 'combined' }],
    ['access_log /dev/stderr COMBINED;', { path: 'stderr', format: 'combined' }],
    ['access_log stdout;', { path: './stdout', format: 'combined' }],
    ['access_log a.log combined if=$http_a;', { path: 'a.log', format: 'combined', if: '$http_a' }],
    [
      `log_format main '$remote_addr'; access_log a.log main; access_log b.log;`,
      [
        { path: 'a.log', format: 'main' },
        { path: 'b.log', format: 'combined' },
      ],
    ],
    ['access_log a.log; access_log off; access_log b.log;', 'off'],
  ] as const) {
    test(text, () => assert.deepEqual(read(inHttp(text)).config.accessLog, accessLog));
  }

  test('on a server', () => assert.deepEqual(serverOf(read(inServer('access_log off;'))).accessLog, 'off'));

  test('buffers have no effect', () =>
    assert.deepEqual(read(inHttp('access_log a.log combined buffer=32k flush=1m;')).notices, [
      'nginx.conf:1: access_log writes each line at once; buffer= and flush= have no effect here',
    ]));

  for (const [text, message] of [
    ['access_log a.log nope;', 'nginx.conf:1: unknown log format "nope"; "log_format" must stand before it'],
    [
      `access_log a.log main; log_format main x;`,
      'nginx.conf:1: unknown log format "main"; "log_format" must stand before it',
    ],
    ['access_log off main;', 'nginx.conf:1: invalid parameter "main" after "access_log off"'],
    [
      'access_log syslog:server=127.0.0.1;',
      'nginx.conf:1: "access_log": nothing is sent to a syslog server here; write to /dev/stdout, where the system collects it, or to a file',
    ],
    [
      'access_log /var/log/$host.log;',
      'nginx.conf:1: "access_log": "/var/log/$host.log" has a variable, which is not followed here; write a file, or /dev/stdout',
    ],
    [
      'access_log a.log combined gzip;',
      'nginx.conf:1: "access_log": gzip is not here: lines are written as they are; compress files when they are rotated',
    ],
    ['access_log a.log combined flush=1m;', 'nginx.conf:1: "access_log": flush= needs a buffer='],
    ['access_log a.log combined buffer=0;', 'nginx.conf:1: "access_log": must be more than 0'],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(inHttp(text)), message));
  }
});

describe('log_format', () => {
  test('strings are joined', () =>
    assert.deepEqual(
      read(inHttp(`log_format a '$remote_addr ' '"$request"'; log_format b escape=json '{"a":"$host"}';`)).config
        .logFormats,
      { a: { format: '$remote_addr "$request"' }, b: { format: '{"a":"$host"}', escape: 'json' } },
    ));

  for (const [text, message] of [
    ['log_format a x; log_format a y;', 'nginx.conf:1: duplicate "log_format" name "a"'],
    ['log_format combined x;', 'nginx.conf:1: duplicate "log_format" name "combined"'],
    ['log_format a escape=foo x;', 'nginx.conf:1: "log_format": "foo" is not one of default, json, none'],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(inHttp(text)), message));
  }
});

describe('error_log', () => {
  for (const [text, errorLog] of [
    ['error_log stderr;', { path: 'stderr' }],
    ['error_log /dev/stderr warn;', { path: 'stderr', level: 'warn' }],
    ['error_log a.log info; error_log b.log;', [{ path: 'a.log', level: 'info' }, { path: 'b.log' }]],
  ] as const) {
    test(`${text} of http`, () => assert.deepEqual(read(inHttp(text)).config.errorLog, errorLog));
    test(`${text} of the main level`, () =>
      assert.deepEqual(read(`${text} events { } http { ${inHttp('')} }`).config.errorLog, errorLog));
  }

  test("http's takes the place of the main level's", () =>
    assert.deepEqual(read(`error_log a.log; events { } http { ${inHttp('error_log b.log;')} }`).config.errorLog, {
      path: 'b.log',
    }));

  for (const [text, message] of [
    [
      'error_log a.log infos;',
      'nginx.conf:1: "error_log": "infos" is not one of debug, info, notice, warn, error, crit, alert, emerg',
    ],
    ['error_log a.log info warn;', 'nginx.conf:1: "error_log" has one level, and "warn" is another; leave it out'],
    [
      'error_log memory:32m debug;',
      'nginx.conf:1: "error_log": there is no log in memory here; write to stderr, where the system collects it, or to a file',
    ],
  ] as const) {
    test(`${text} is refused`, () => assert.equal(complaint(inHttp(text)), message));
  }
});
