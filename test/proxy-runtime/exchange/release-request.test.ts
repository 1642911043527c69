import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AccessLogTarget } from '../../../proxy-runtime/config/types.ts';
import type { ExchangeContext } from '../../../proxy-runtime/exchange/exchange-context.ts';
import { releaseRequest } from '../../../proxy-runtime/exchange/release-request.ts';
import type { Request } from '../../../proxy-runtime/request/request.ts';
import { formatJson } from '../../../proxy-runtime/logging/json-line.ts';
import { compileLogFormat } from '../../../proxy-runtime/logging/log-format.ts';
import { LogNeedsFinder } from '../../../proxy-runtime/logging/log-needs.ts';
import { findOwnVariable } from '../../../proxy-runtime/variables/built-in.ts';
import { CONNECTION_VARIABLES } from '../../../proxy-runtime/variables/built-in/connection.ts';
import { VARIABLES_OF_NOTHING } from '../../../proxy-runtime/variables/built-in/not-here.ts';
import { REQUEST_PREFIX_VARIABLES, REQUEST_VARIABLES } from '../../../proxy-runtime/variables/built-in/request.ts';
import { RESPONSE_PREFIX_VARIABLES, RESPONSE_VARIABLES } from '../../../proxy-runtime/variables/built-in/response.ts';
import { UPSTREAM_PREFIX_VARIABLES, UPSTREAM_VARIABLES } from '../../../proxy-runtime/variables/built-in/upstream.ts';
import { makeRequest } from '../support/request.ts';

/** A request that has a value for every variable. */
function request(): Request {
  const made = makeRequest({
    line: 'GET /a%20b?x=1&y=2 HTTP/1.1',
    path: '/a b',
    args: 'x=1&y=2',
    headers: [
      ['Host', 'a.test'],
      ['X', 'one'],
      ['x', 'two \xe9'],
      ['X-Y', 'three'],
      ['X_Y', 'four'],
      ['Cookie', 'x=5; y=6'],
      ['Upgrade', 'websocket'],
      ['User-Agent', 'an agent with a long name'],
      ['Authorization', 'Basic dXNlcjpwYXNz'],
      ['Content-Type', 'text/plain'],
      ['Content-Length', '0'],
      ['X-Forwarded-For', '192.0.2.1'],
      ['X-Amzn-Trace-Id', 'Root=1'],
    ],
    sent: [['X', 'sent']],
    upstreamHeaders: [
      ['X', 'answered'],
      ['Set-Cookie', 'x=7'],
    ],
    attempts: [{ name: '127.0.0.1:9000', status: 101, connectTime: 1, headerTime: 2, responseTime: 3 }],
    outcome: { status: 101, bytesSent: 200, headLength: 100, complete: true, limitConn: 'PASSED' },
    proxyPass: { host: 'b.test', port: 80, target: 'b.test' },
  });
  made.values.set('given', 'a value');
  made.id = 'an ID';
  return made;
}

/** What is left of a request for logs in a tunnel. */
function left(value: 'on' | 'off' | AccessLogTarget, formats: Record<string, string> = {}): Request {
  const named = Object.entries(formats).map(([name, format]) => [name, { format }] as const);
  const logNeeds = new LogNeedsFinder(Object.fromEntries(named), new Set(['given', 'http_given'])).of(value);
  const exchange = Object.assign(request(), {
    settings: { logNeeds },
    cycle: { config: { shared: { keepsUpstreamHeaders: true } } },
  });
  releaseRequest(exchange as unknown as ExchangeContext);
  return exchange;
}

const TIMES = ['connection_time', 'request_time'];
const prefixed = { ...REQUEST_PREFIX_VARIABLES, ...RESPONSE_PREFIX_VARIABLES, ...UPSTREAM_PREFIX_VARIABLES };
const names = [
  ...Object.keys({ ...CONNECTION_VARIABLES, ...REQUEST_VARIABLES, ...RESPONSE_VARIABLES, ...UPSTREAM_VARIABLES }),
  ...Object.keys(VARIABLES_OF_NOTHING),
  ...Object.keys(prefixed).flatMap((prefix) => ['x', 'X_Y', 'none'].map((name) => prefix + name)),
].filter((name) => !TIMES.includes(name));

describe('a tunnel', () => {
  for (const name of names)
    test(`has $${name} for its log`, () => {
      const format = `$${name}`;
      const line = compileLogFormat({ format }, findOwnVariable);
      assert.equal(line(left({ path: 'a', format: 'a' }, { a: format })), line(request()));
      assert.equal(line(left({ path: 'a', format: 'a', if: `x\${${name}}` }, { a: '' })), line(request()), 'if=');
    });

  test('has what its own log shows', () => {
    const fields = (of: Request): object => ({ ...(JSON.parse(formatJson(of)) as object), time: 0, request_time: 0 });
    assert.deepEqual(fields(left('on')), fields(request()));
    assert.deepEqual(fields(left({ path: 'a', format: 'json' })), fields(request()));
  });

  test('has what combined shows', () => {
    const { head } = left({ path: 'a' });
    assert.equal(head.line, request().head.line);
    assert.deepEqual(head.headers.values, ['an agent with a long name', 'Basic dXNlcjpwYXNz']);
  });

  test('has all of it where a variable is made from anything', () => {
    for (const name of ['given', 'http_given']) {
      const { head, values, uri, upstreamHeaders } = left({ path: 'a', format: 'json' }, { json: `$${name}` });
      assert.deepEqual([head, uri, upstreamHeaders], [request().head, request().uri, request().upstreamHeaders]);
      assert.equal(values.get('given'), 'a value');
    }
    assert.equal(left({ path: 'a', if: '$1' }).values.get('given'), 'a value');
  });

  test('has nothing else', () => {
    const { head, values, uri, upstreamHeaders } = left('on');
    assert.equal(head.line, 'GET /a%20b HTTP/1.1');
    assert.deepEqual(new Set(head.headers.names.map(({ key }) => key)).size, 4);
    assert.deepEqual([values.get('given'), uri.args, upstreamHeaders], [undefined, undefined, undefined]);
  });

  test('has nothing at all where there is no log', () => {
    const { head, host, attempts } = left('off');
    assert.deepEqual([head.line, head.headers.length, host, attempts], ['', 0, '', []]);
  });
});
