import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findOwnVariable } from '../../../../proxy-runtime/variables/built-in.ts';
import { makeRequest, type RequestDetails } from '../../support/request.ts';

function valuesOf(names: readonly string[], details: RequestDetails): (string | undefined)[] {
  const request = makeRequest(details);
  return names.map((name) => findOwnVariable(name)?.(request));
}

describe('variables of the response', () => {
  test('are those of nginx', () => {
    assert.deepEqual(
      valuesOf(['status', 'bytes_sent', 'body_bytes_sent', 'request_completion'], {
        outcome: { status: 101, bytesSent: 193, headLength: 188, complete: true },
      }),
      ['101', '193', '5', 'OK'],
    );
    assert.deepEqual(
      valuesOf(['status', 'bytes_sent', 'body_bytes_sent', 'request_completion'], { outcome: { headLength: 188 } }),
      ['000', '0', '0', ''],
    );
  });

  test('show the header lines that were sent', () => {
    const names = ['sent_http_connection', 'sent_http_set_cookie', 'sent_http_x_empty', 'sent_http_location'];
    assert.deepEqual(
      valuesOf(names, {
        sent: [
          ['Connection', 'upgrade'],
          ['Set-Cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['X-Empty', ''],
        ],
      }),
      ['upgrade', 'a=1, b=2', '', undefined],
    );
    assert.deepEqual(valuesOf(names, {}), [undefined, undefined, undefined, undefined]);
  });

  test('tell what the limits said, if any', () => {
    const names = ['limit_conn_status', 'limit_req_status'];
    assert.deepEqual(valuesOf(names, {}), [undefined, undefined]);
    assert.deepEqual(valuesOf(names, { outcome: { limitConn: 'PASSED', limitReq: 'DELAYED' } }), ['PASSED', 'DELAYED']);
  });
});
