import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readAccessLine } from '../../../lib/local/logs/access-line.ts';

const entry = {
  time: '2026-11-23T17:20:42.140Z',
  request_method: 'GET',
  uri: '/api/',
  status: 200,
  request_time: 0.023,
  upstream_addr: '127.0.0.1:3001',
};

function read(line: object): ReturnType<typeof readAccessLine> {
  return readAccessLine(JSON.stringify(line));
}

describe('readAccessLine', () => {
  test('has the essence of a request', () => {
    assert.deepEqual(read(entry), { text: 'GET /api/ 200 in 0.023 s by 127.0.0.1:3001', kind: '200' });
  });

  test('leaves WebSockets to those who say that they opened and closed', () => {
    assert.equal(read({ ...entry, status: 101, cause: 'client_eof' }), undefined);
  });

  test('says of a WebSocket that did not open that it should have been one', () => {
    assert.equal(
      read({ ...entry, status: 502, http_upgrade: 'websocket' })?.text,
      'WebSocket refused: GET /api/ 502 in 0.023 s by 127.0.0.1:3001',
    );
  });

  test('leaves out what is not there, and leaves alone what it does not know', () => {
    assert.equal(read({ status: 400 })?.text, '400');
    assert.equal(readAccessLine('GET / HTTP/1.1')?.text, 'GET / HTTP/1.1');
  });
});
