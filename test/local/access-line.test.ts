import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatAccessLine } from '../../lib/local/access-line.ts';

describe('formatAccessLine', () => {
  test('has the essence of a tunnel', () => {
    const entry = {
      time: '2026-11-23T17:20:42.140Z',
      request_method: 'GET',
      uri: '/chat/',
      status: 101,
      request_time: 0.023,
      upstream_addr: '127.0.0.1:3001',
      cause: 'client_eof',
    };
    assert.equal(formatAccessLine(JSON.stringify(entry)), 'GET /chat/ 101 in 0.023 s by 127.0.0.1:3001 (client_eof)');
  });

  test('leaves out what is not there, and leaves alone what it does not know', () => {
    assert.equal(formatAccessLine('{"status":400}'), '400');
    assert.equal(formatAccessLine('GET / HTTP/1.1'), 'GET / HTTP/1.1');
  });
});
