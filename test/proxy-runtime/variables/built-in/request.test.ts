import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findOwnVariable } from '../../../../proxy-runtime/variables/built-in.ts';
import { makeRequest, type RequestDetails } from '../../support/request.ts';

type Expected = Readonly<Record<string, string | undefined>>;

/** As nginx 1.22.1 shows them; undefined is "not found". */
function check(title: string, details: RequestDetails, expected: Expected): void {
  test(title, () => {
    const request = makeRequest(details);
    for (const [name, value] of Object.entries(expected)) assert.equal(valueOf(name, request), value, name);
  });
}

function valueOf(name: string, request = makeRequest()): string | undefined {
  const variable = findOwnVariable(name);
  assert.ok(variable, `$${name} exists`);
  return variable(request);
}

describe('variables of the request', () => {
  check(
    'with arguments',
    { line: 'GET /a?A=1&empty=&b&a=2 HTTP/1.1', path: '/a', args: 'A=1&empty=&b&a=2' },
    {
      request: 'GET /a?A=1&empty=&b&a=2 HTTP/1.1',
      request_method: 'GET',
      request_uri: '/a?A=1&empty=&b&a=2',
      server_protocol: 'HTTP/1.1',
      uri: '/a',
      document_uri: '/a',
      args: 'A=1&empty=&b&a=2',
      query_string: 'A=1&empty=&b&a=2',
      is_args: '?',
      arg_a: '1',
      arg_A: '1',
      arg_empty: '',
      arg_b: undefined,
      arg_mpty: undefined,
      arg_: undefined,
    },
  );

  for (const args of [undefined, ''])
    check(
      `with ${args === '' ? 'empty' : 'no'} arguments`,
      { args },
      { args: undefined, query_string: undefined, is_args: '', arg_a: undefined },
    );

  check(
    'with headers',
    {
      headers: [
        ['Host', 'a'],
        ['X-Custom', 'one'],
        ['x_custom', 'two'],
        ['X-Empty', ''],
        ['X-Forwarded-For', '1.1.1.1'],
        ['X-Forwarded-For', '2.2.2.2'],
        ['Content-Type', 'text/x'],
        ['Content-Length', '5'],
      ],
    },
    {
      http_host: 'a',
      http_x_custom: 'one, two',
      HTTP_X_Custom: 'one, two',
      http_x_empty: '',
      http_x_custo: undefined,
      http_missing: undefined,
      http_x_forwarded_for: '1.1.1.1, 2.2.2.2',
      proxy_add_x_forwarded_for: '1.1.1.1, 2.2.2.2, 127.0.0.1',
      content_type: 'text/x',
      content_length: '5',
    },
  );

  check(
    'without headers',
    {},
    {
      content_type: undefined,
      content_length: undefined,
      http_cookie: undefined,
      cookie_a: undefined,
      remote_user: undefined,
      proxy_add_x_forwarded_for: '127.0.0.1',
    },
  );

  check(
    'with cookies, which only ; separates',
    {
      headers: [
        ['Cookie', 'x=1, a=2; A = 3 ; b; c=; ab=4'],
        ['Cookie', 'q'],
        ['Cookie', 'd=5'],
      ],
    },
    {
      http_cookie: 'x=1, a=2; A = 3 ; b; c=; ab=4; q; d=5',
      cookie_x: '1, a=2',
      cookie_a: '3 ',
      cookie_b: undefined,
      cookie_c: '',
      cookie_ab: '4',
      cookie_d: '5',
      cookie_q: undefined,
    },
  );

  check(
    'of HTTP/0.9',
    { line: 'GET /09', version: 9 },
    { request: 'GET /09', server_protocol: undefined, request_method: 'GET', status: '009' },
  );

  check(
    'whose head could not be read',
    { line: '', path: '', host: 'example.com' },
    {
      request: '',
      request_method: undefined,
      request_uri: undefined,
      uri: undefined,
      document_uri: undefined,
      server_protocol: undefined,
      host: 'example.com',
    },
  );

  for (const [credentials, user] of [
    ['Basic YTpi', 'a'],
    ['basic   YTo=', 'a'],
    ['Basic YTpiOmM=', 'a'],
    ['Basic /////zpi', '\xff\xff\xff\xff'],
    ['Basic OmI=', undefined],
    ['Basic YWI=', undefined],
    ['Basic YTpiO', undefined],
    ['Basic a!', undefined],
    ['Basic ', undefined],
    ['Bearer YTpi', undefined],
  ] as const)
    check(
      `of ${JSON.stringify(user)} with ${JSON.stringify(credentials)}`,
      { headers: [['Authorization', credentials]] },
      { remote_user: user },
    );

  check('that was pipelined', { pipelined: true }, { pipe: 'p' });
  check('that was not pipelined', {}, { pipe: '.' });

  test('have one id for a request', () => {
    const request = makeRequest();
    const id = valueOf('request_id', request);
    assert.match(id ?? '', /^[0-9a-f]{32}$/);
    assert.equal(valueOf('request_id', request), id);
    assert.notEqual(valueOf('request_id'), id);
  });

  test('tell how long it took, and how long it was', () => {
    const request = makeRequest({ startedAt: performance.now() - 61_234, requestLength: 77 });
    assert.match(valueOf('request_time', request) ?? '', /^6[1-9]\.\d{3}$/);
    assert.equal(valueOf('request_length', request), '77');
  });

  test('are only those there are', () => {
    for (const name of ['nope', 'http', 'constructor', 'toString', '__proto__'])
      assert.equal(findOwnVariable(name), undefined, name);
  });
});
