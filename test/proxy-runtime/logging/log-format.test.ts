import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LogFormat } from '../../../proxy-runtime/config/types.ts';
import { compileLogFormat, compileLogFormats } from '../../../proxy-runtime/logging/log-format.ts';
import { findOwnVariable } from '../../../proxy-runtime/variables/built-in.ts';
import { makeRequest, type RequestDetails } from '../support/request.ts';

function line(format: LogFormat, details: RequestDetails = {}): string {
  return compileLogFormat(format, findOwnVariable)(makeRequest(details));
}

/** Every byte but those a header can't have. */
const BYTES = '\x01\t\x1f !"\\~\x7f\x80\xff';

describe('a log_format', () => {
  const details: RequestDetails = {
    headers: [
      ['X-Bytes', BYTES],
      ['X-Empty', ''],
    ],
  };

  test("escapes as nginx's default does, and shows what is not there as -", () => {
    const format = '"$http_x_bytes" [$http_x_empty] [$http_x_none] [${upstream_addr}] [$is_args]';
    assert.equal(line({ format }, details), '"\\x01\\x09\\x1F !\\x22\\x5C~\\x7F\\x80\\xFF" [] [-] [-] []');
  });

  test('escapes as JSON', () => {
    const format = '{"b":"$http_x_bytes","n":"$http_x_none"}';
    const text = line({ format, escape: 'json' }, details);
    assert.equal(text, '{"b":"\\u0001\\t\\u001F !\\"\\\\~\x7f\x80\xff","n":""}');
    assert.deepEqual(JSON.parse(text), { b: BYTES, n: '' });
    assert.equal(
      line({ format: '$http_x', escape: 'json' }, { headers: [['X', '\n\r\b\f\x1a']] }),
      '\\n\\r\\b\\f\\u001A',
    );
  });

  test('escapes nothing', () => {
    assert.equal(line({ format: '$http_x_bytes[$http_x_none]', escape: 'none' }, details), `${BYTES}[]`);
  });

  test('leaves the text around values as it is, in bytes', () => {
    assert.equal(line({ format: '"é"\t\\ $http_x_empty', escape: 'default' }, details), '"Ã©"\t\\ ');
  });

  test('is combined where nothing else is said', () => {
    const combined = compileLogFormats({}, findOwnVariable).get('combined');
    const request = makeRequest({
      line: 'GET /a HTTP/1.1',
      headers: [
        ['User-Agent', 'a "b"'],
        ['Authorization', 'Basic YTpi'],
      ],
      outcome: { status: 200, bytesSent: 105, headLength: 100 },
    });
    assert.match(
      combined?.(request) ?? '',
      /^127\.0\.0\.1 - a \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "GET \/a HTTP\/1\.1" 200 5 "-" "a \\x22b\\x22"$/,
    );
  });

  test('logs a tunnel as nginx does', () => {
    const format =
      '$remote_addr "$request" $status bs=$bytes_sent bbs=$body_bytes_sent us=$upstream_status ua=$upstream_addr ' +
      'uct=$upstream_connect_time ubr=$upstream_bytes_received ubs=$upstream_bytes_sent url=$upstream_response_length ' +
      'req=$request_length done=$request_completion cr=$connection_requests';
    const attempt = { name: '127.0.0.1:9000', status: 101, connectTime: 1, responseLength: 0 };
    const details: RequestDetails = {
      line: 'GET /chat HTTP/1.1',
      requestLength: 154,
      outcome: { status: 101, bytesSent: 193, headLength: 188, complete: true },
      attempts: [{ ...attempt, bytesReceived: 134, bytesSent: 162 }],
    };
    assert.equal(
      line({ format }, details),
      '127.0.0.1 "GET /chat HTTP/1.1" 101 bs=193 bbs=5 us=101 ua=127.0.0.1:9000 uct=0.001 ubr=134 ubs=162 url=0 req=154 done=OK cr=1',
    );
  });

  test('can name its own json', () => {
    const json = compileLogFormats({}, findOwnVariable).get('json');
    const text = json?.(makeRequest({ host: 'Ã©.test' })) ?? '';
    assert.doesNotMatch(text, /[^\0-\xff]/, 'bytes');
    const { host } = JSON.parse(Buffer.from(text, 'latin1').toString('utf8')) as Record<string, unknown>;
    assert.equal(host, 'é.test');
  });

  for (const [format, message] of [
    ['$nope', /^ConfigError: a\.format: there is no variable \$nope; /],
    ['x $1', /^ConfigError: a\.format: has the group \$1, but logs know groups by name only: /],
    ['x ${2}', /^ConfigError: a\.format: has the group \$\{2, but logs know groups by name only: /],
    ['5 $', /^ConfigError: a\.format: "5 \$" has a \$ that begins no variable$/],
  ] as const)
    test(`${format} is refused`, () =>
      assert.throws(() => compileLogFormats({ a: { format } }, findOwnVariable), message));

  test('a second combined is refused', () =>
    assert.throws(() => compileLogFormats({ combined: { format: 'x' } }, findOwnVariable), {
      message: 'combined: is a format of its own; give it another name',
    }));

  test('the json of a configuration takes the place of the one that is there', () => {
    const json = compileLogFormats({ json: { format: '{}' } }, findOwnVariable).get('json');
    assert.equal(json?.(makeRequest()), '{}');
  });
});
