import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { compileAccessLogs, logsRequest } from '../../../proxy-runtime/logging/access-logs.ts';
import { compileErrorLogs } from '../../../proxy-runtime/logging/error-logs.ts';
import { compileLogFormats } from '../../../proxy-runtime/logging/log-format.ts';
import { logPaths } from '../../../proxy-runtime/compile/log-paths.ts';
import { findBuiltIn, findOwnVariable } from '../../../proxy-runtime/variables/built-in.ts';
import { makeRequest } from '../support/request.ts';

const formats = compileLogFormats({ short: { format: '$status' } }, findOwnVariable);
const access = (value: Parameters<typeof compileAccessLogs>[0]): ReturnType<typeof compileAccessLogs> =>
  compileAccessLogs(value, formats, findBuiltIn);

describe('accessLog', () => {
  test('is off, the own log, a target or several', () => {
    assert.deepEqual(access('off'), []);
    assert.deepEqual(
      access('on').map(({ path }) => path),
      [undefined],
    );
    const logs = access([{ path: 'a.log', format: 'short' }, { path: '/dev/stdout' }, { path: 'stderr' }]);
    assert.deepEqual(
      logs.map(({ path }) => path),
      [resolve('a.log'), 'stdout', 'stderr'],
    );
    assert.equal(logs[0]?.format(makeRequest()), '000');
    assert.match(access({ path: 'b' })[0]?.format(makeRequest()) ?? '', /"GET \/ HTTP\/1\.1" 000 0 "-" "-"$/);
  });

  test('logs by its condition only', () => {
    const [log] = access({ path: 'a', if: '$http_x' });
    assert.ok(log);
    for (const [value, expected] of [
      ['', false],
      ['0', false],
      ['00', true],
      ['1', true],
    ] as const)
      assert.equal(logsRequest(log, makeRequest({ headers: [['X', value]] })), expected, JSON.stringify(value));
    const [always] = access({ path: 'a' });
    assert.ok(always && logsRequest(always, makeRequest()));
  });

  const refused: readonly (readonly [title: string, value: Parameters<typeof access>[0], message: string])[] = [
    [
      'an unknown format',
      [{ path: 'a' }, { path: 'b', format: 'x' }],
      '[1].format: there is no format "x"; declare it in logFormats, or take one of combined, json, short',
    ],
    ['an empty path', { path: '' }, "path: is empty; name a file, or 'stdout' or 'stderr'"],
    [
      'syslog',
      { path: 'syslog:server=a' },
      "path: is syslog, which this proxy can't write; name a file, or 'stdout' or 'stderr'",
    ],
  ];
  for (const [title, value, message] of refused)
    test(`refuses ${title}`, () => assert.throws(() => access(value), { name: 'ConfigError', message }));

  test('refuses a condition of a variable that does not exist', () => {
    assert.throws(() => access({ path: 'a', if: '$nope' }), /^ConfigError: if: there is no variable \$nope/);
  });
});

describe('errorLog', () => {
  test('is the own log from info on, a target from error on, or several', () => {
    assert.deepEqual(compileErrorLogs(undefined), [{ path: undefined, level: 'info' }]);
    assert.deepEqual(compileErrorLogs({ path: 'e.log' }), [{ path: resolve('e.log'), level: 'error' }]);
    assert.deepEqual(compileErrorLogs([{ path: 'stderr', level: 'warn' }]), [{ path: 'stderr', level: 'warn' }]);
  });
});

describe('the paths of a configuration', () => {
  test('are those of all its levels, each once', () => {
    const paths = logPaths({
      accessLog: 'on',
      errorLog: { path: 'e.log' },
      servers: [
        {
          listen: 1,
          accessLog: [{ path: 'a.log' }, { path: './a.log' }],
          locations: {
            '/': {
              accessLog: 'off',
              errorLog: [{ path: 'stderr' }],
              locations: { '/x': { accessLog: { path: 'x.log' } } },
            },
          },
        },
      ],
    });
    assert.deepEqual([...paths], [...['e.log', 'a.log'].map((path) => resolve(path)), 'stderr', resolve('x.log')]);
  });
});
