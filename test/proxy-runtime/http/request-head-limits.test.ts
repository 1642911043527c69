import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse, refusal } from '../support/request-head.ts';

const LIMIT = 8192;

/** A line that, with its CRLF, has `length` bytes. */
function line(begin: string, length: number): string {
  return begin.padEnd(length - 2, 'x') + '\r\n';
}

function requestLine(length: number): string {
  return `GET /${'x'.repeat(length - 'GET / HTTP/1.1\r\n'.length)} HTTP/1.1\r\n`;
}

const REST = 'Host: a\r\n\r\n';
const START = 'GET / HTTP/1.1\r\n';

describe('the limits of a request head', () => {
  test('a request line of one whole large buffer passes', () => {
    assert.equal(requestLine(LIMIT).length, LIMIT);
    assert.equal(parse(requestLine(LIMIT) + REST)?.target.length, LIMIT - 15);
  });

  test('one byte more is 414', () => {
    assert.deepEqual(refusal(requestLine(LIMIT + 1) + REST), { status: 414, title: undefined });
  });

  test('it is refused before its end has come, so that no client fills the memory', () => {
    assert.equal(refusal(requestLine(LIMIT * 2).slice(0, LIMIT + 1)).status, 414);
    assert.equal(parse(requestLine(LIMIT * 2).slice(0, LIMIT)), undefined);
  });

  test('a header line of one whole large buffer passes', () => {
    assert.equal(parse(START + line('X: ', LIMIT) + REST)?.headers.get('x')?.length, LIMIT - 5);
  });

  test('one byte more is 400 with a title of its own', () => {
    const expected = { status: 400, title: 'Request Header Or Cookie Too Large' };
    assert.deepEqual(refusal(START + line('X: ', LIMIT + 1) + REST), expected);
    assert.deepEqual(refusal(START + 'X: '.padEnd(LIMIT + 1, 'x')), expected);
  });

  test('four large buffers pass, the end of the head included; a fifth is refused', () => {
    const large = line('X: ', LIMIT);
    const four = START + REST.slice(0, -2) + large.repeat(3);
    assert.ok(parse(four + line('X: ', LIMIT - 2) + '\r\n'));
    assert.deepEqual(refusal(four + large + '\r\n'), { status: 400, title: 'Request Header Or Cookie Too Large' });
  });

  test('what is left of a buffer is not enough for a line that does not fit it', () => {
    // Two of 5,000 bytes take a buffer each: nginx never splits a line over two.
    const lines = line('X: ', 5000);
    assert.ok(parse(START + lines.repeat(4) + REST));
    assert.equal(refusal(START + lines.repeat(5) + REST).status, 400);
  });

  test('larger and smaller buffers are as configured', () => {
    const limits = { largeClientHeaderBuffers: { number: 2, size: 2048 } };
    assert.ok(parse(START + line('X: ', 2048) + REST, limits));
    assert.equal(refusal(START + line('X: ', 2049) + REST, limits).status, 400);
    assert.equal(refusal(START + line('X: ', 2048).repeat(2) + REST, limits).status, 400);
  });

  test('a thousand header lines pass, one more does not', () => {
    const lines = (count: number): string => START + 'A:1\r\n'.repeat(count - 1) + REST;
    assert.equal(parse(lines(1000))?.headers.length, 1000);
    assert.deepEqual(refusal(lines(1001)), { status: 400, title: 'Request Header Or Cookie Too Large' });
    assert.equal(refusal(lines(11), { maxHeaders: 10 }).status, 400);
  });

  test('dropped lines do not count', () => {
    assert.equal(parse(START + 'A_B: 1\r\n'.repeat(1001) + REST)?.headers.length, 1);
  });
});
