import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findOwnVariable } from '../../../../proxy-runtime/variables/built-in.ts';
import { makeRequest, type RequestDetails } from '../../support/request.ts';

const NAMES = [
  'upstream_addr',
  'upstream_status',
  'upstream_connect_time',
  'upstream_header_time',
  'upstream_response_time',
  'upstream_response_length',
  'upstream_bytes_received',
  'upstream_bytes_sent',
] as const;

function valuesOf(names: readonly string[], details: RequestDetails): (string | undefined)[] {
  const request = makeRequest(details);
  return names.map((name) => findOwnVariable(name)?.(request));
}

const REFUSED = {
  name: '10.0.0.1:80',
  status: 502,
  responseTime: 0,
  responseLength: 0,
  bytesReceived: 0,
  bytesSent: 0,
};
const TUNNEL = {
  name: '10.0.0.2:80',
  status: 101,
  connectTime: 1.4,
  headerTime: 20,
  responseTime: 61_500,
  responseLength: 0,
  bytesReceived: 134,
  bytesSent: 162,
};

describe('variables of the upstream', () => {
  test('are not found where none was asked', () => {
    assert.deepEqual(
      valuesOf([...NAMES, 'upstream_http_server', 'upstream_cookie_a', 'proxy_host', 'proxy_port'], {}),
      Array(12).fill(undefined),
    );
  });

  test('of one attempt', () => {
    assert.deepEqual(valuesOf(NAMES, { attempts: [TUNNEL] }), [
      '10.0.0.2:80',
      '101',
      '0.001',
      '0.020',
      '61.500',
      '0',
      '134',
      '162',
    ]);
  });

  test('of several attempts are lists, with - for what never came', () => {
    assert.deepEqual(valuesOf(NAMES, { attempts: [REFUSED, TUNNEL] }), [
      '10.0.0.1:80, 10.0.0.2:80',
      '502, 101',
      '-, 0.001',
      '-, 0.020',
      '0.000, 61.500',
      '0, 0',
      '0, 134',
      '0, 162',
    ]);
    const [address, status, connect] = valuesOf(NAMES, { attempts: [{ name: 'chat' }] });
    assert.deepEqual([address, status, connect], ['chat', '-', '-']);
  });

  test('show the headers and cookies of its response', () => {
    const names = ['http_x_user', 'http_set_cookie', 'cookie_a', 'cookie_b', 'cookie_path', 'cookie_c', 'cookie_d'];
    assert.deepEqual(
      valuesOf(
        names.map((name) => `upstream_${name}`),
        {
          upstreamHeaders: [
            ['X-User', 'me'],
            ['Set-Cookie', 'a=1; Path=/'],
            ['set-cookie', 'B = 2'],
            ['Set-Cookie', 'c'],
            ['Set-Cookie', 'd='],
          ],
        },
      ),
      ['me', 'a=1; Path=/, B = 2, c, d=', '1', '2', undefined, undefined, ''],
    );
  });

  test('name the proxyPass', () => {
    const names = ['proxy_host', 'proxy_port'];
    assert.deepEqual(valuesOf(names, { proxyPass: { target: 'a:81', host: 'a:81', port: 81 } }), ['a:81', '81']);
    assert.deepEqual(valuesOf(names, { proxyPass: { target: 'unix:/s', host: 'localhost', port: 80 } }), [
      'localhost',
      '',
    ]);
  });
});
