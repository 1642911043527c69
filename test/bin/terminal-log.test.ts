import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { terminalLog } from '../../bin/terminal-log.ts';

function logged(line: string, isTTY: boolean): string {
  const stdout = Object.assign(new PassThrough(), { isTTY });
  terminalLog({ stdout, stderr: stdout }).info(line);
  return String(stdout.read());
}

describe('terminalLog', () => {
  test('begins each line with the time', () => {
    assert.match(logged('Chat/Proxy', false), /^\d\d:\d\d:\d\d {2}Chat\/Proxy\n$/);
  });

  test('has no control characters where there is no terminal', () => {
    assert.match(logged('\x1b[31m[chat] red\x1b[0m\x07\x1b[2J', false), /^[\d:]{8} {2}\[chat\] red\n$/);
  });

  test("leaves an app's colours on a terminal, and nothing that moves its cursor", () => {
    assert.match(logged('\x1b[31mred\x1b[0m\x1b[2J\r\x1bc!', true), /\x1b\[31mred\x1b\[0m!\n$/);
  });
});
