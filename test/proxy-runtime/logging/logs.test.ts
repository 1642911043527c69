import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compileAccessLogs } from '../../../proxy-runtime/logging/access-logs.ts';
import { compileErrorLogs } from '../../../proxy-runtime/logging/error-logs.ts';
import { compileLogFormats } from '../../../proxy-runtime/logging/log-format.ts';
import { Logs } from '../../../proxy-runtime/logging/logs.ts';
import { findBuiltIn, findOwnVariable } from '../../../proxy-runtime/variables/built-in.ts';
import { makeRequest } from '../support/request.ts';

const STAMP = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /;

describe('logs', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'logs-'))));
  after(() => rmSync(folder, { recursive: true }));

  const formats = compileLogFormats({ short: { format: '$status $http_x' } }, findOwnVariable);

  test('of requests go to every target, and to whoever has taken the own ones', () => {
    const own: string[] = [];
    const logs = new Logs({ accessLog: (line) => own.push(line) });
    const path = join(folder, 'access.log');
    const targets = compileAccessLogs(
      [
        { path, format: 'short' },
        { path, format: 'short', if: '$http_y' },
      ],
      formats,
      findBuiltIn,
    );
    const close = logs.open([path]);
    const request = makeRequest({ headers: [['X', 'é']], outcome: { status: 101 } });
    logs.access(targets, request);
    logs.access(compileAccessLogs('on', formats, findBuiltIn), request);
    logs.access([], request);
    close();
    assert.equal(readFileSync(path, 'utf8'), '101 \\xE9\n');
    assert.deepEqual(
      own.map((line) => (JSON.parse(line) as Record<string, unknown>)['status']),
      [101],
    );
  });

  test("of trouble are nginx's lines, from their level on", () => {
    const logs = new Logs();
    const [warn, error] = [join(folder, 'warn.log'), join(folder, 'error.log')];
    const targets = compileErrorLogs([{ path: warn, level: 'warn' }, { path: error }]);
    const close = logs.open([warn, error]);
    const request = makeRequest({
      line: 'GET /a?b HTTP/1.1',
      headers: [
        ['Host', 'h:80'],
        ['Referer', 'r\x1b'],
      ],
    });
    logs.error(targets, 'notice', 'nothing');
    logs.error(targets, 'warn', 'careful');
    logs.error(targets, 'error', 'broken', request);
    logs.error(targets, 'crit', `long ${'x'.repeat(3000)}`);
    close();
    const lines = readFileSync(warn, 'utf8').trimEnd().split('\n');
    for (const line of lines) assert.match(line, STAMP);
    assert.deepEqual(
      lines.slice(0, 2).map((line) => line.replace(STAMP, '')),
      [
        `[warn] ${process.pid}#${process.pid}: careful`,
        `[error] ${process.pid}#${process.pid}: *7 broken, client: 127.0.0.1, server: example.test, request: "GET /a?b HTTP/1.1", host: "h:80", referrer: "r\\x1b"`,
      ],
    );
    assert.equal(lines[2]?.length, 2048);
    assert.equal(readFileSync(error, 'utf8'), `${lines.slice(1).join('\n')}\n`);
  });

  test('of trouble are short where they are the own ones, and tell no query', () => {
    const own: string[] = [];
    const logs = new Logs({ errorLog: (line) => own.push(line) });
    const targets = compileErrorLogs(undefined);
    logs.error(targets, 'debug', 'nothing');
    logs.error(targets, 'info', 'a word');
    logs.error(targets, 'error', 'broken', makeRequest({ line: 'GET /?secret HTTP/1.1' }));
    assert.deepEqual(own, ['a word', 'broken, client: 127.0.0.1']);
  });
});
