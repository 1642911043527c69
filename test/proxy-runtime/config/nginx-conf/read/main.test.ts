import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaint, read } from './support/read.ts';

const HTTP = 'http { server { listen 8080; return 200; } }';

describe('the main level', () => {
  test('is about the process, too', () => {
    const { config, process } = read(`daemon off; pid /run/edge.pid; worker_shutdown_timeout 5m; events { } ${HTTP}`);
    assert.equal(config.workerShutdownTimeout, '5m');
    assert.deepEqual(process, { daemon: false, pid: '/run/edge.pid', workers: 1 });
  });

  test('without daemon, nginx goes to the background', () =>
    assert.deepEqual(read(`events { } ${HTTP}`).process, { daemon: true, workers: 1 }));

  for (const [text, connections] of [
    ['events { }', undefined],
    ['worker_processes 4; events { }', undefined],
    ['events { worker_connections 100; }', 100],
    ['worker_processes 4; events { worker_connections 100; }', 100],
  ] as const) {
    test(`${text} allows each worker ${connections ?? 'any number of'} connections`, () =>
      assert.equal(read(`${text} ${HTTP}`).config.workerConnections, connections));
  }

  for (const [text, workers, notice] of [
    ['worker_processes 4;', 4],
    ['worker_processes auto;', 'auto'],
    ['worker_processes 64;', 64],
    ['worker_processes 65;', 64, 'worker_processes is 65, but there are 64 workers at most'],
    ['worker_processes 0;', 1, 'worker_processes is 0, and nobody would be served; there is 1'],
  ] as const) {
    test(`${text} is ${workers} for who starts workers, and a notice for others`, () => {
      const { process, notices } = read(`${text} events { } ${HTTP}`, { startsWorkers: true });
      assert.equal(process.workers, workers);
      assert.deepEqual(notices, notice === undefined ? [] : [`nginx.conf:1: ${notice}`]);
      assert.deepEqual(read(`${text} events { } ${HTTP}`).notices, [
        'nginx.conf:1: worker_processes has no effect on a configuration: --workers is for it, which a deployed task has as auto',
      ]);
    });
  }

  test("nginx's -g", () => {
    const { config, process } = read(`events { } ${HTTP}`, { globalDirectives: 'daemon off; error_log stderr info;' });
    assert.equal(process.daemon, false);
    assert.deepEqual(config.errorLog, { path: 'stderr', level: 'info' });
  });

  for (const [globalDirectives, message] of [
    ['daemon off', '-g:1: unexpected end of parameter, expecting ";" after "off"'],
    ['events { }', '-g:1: block directives are not supported in -g option'],
    ['pid a; pid b;', '-g:1: "pid" directive is duplicate; it is already there on line 1'],
  ] as const) {
    test(`-g '${globalDirectives}' is refused`, () =>
      assert.equal(complaint(`events { } ${HTTP}`, { globalDirectives }), message));
  }

  test('what -g says can not be said again', () =>
    assert.equal(
      complaint(`\ndaemon on; ${HTTP}`, { globalDirectives: 'daemon off;' }),
      'nginx.conf:2: "daemon" directive is duplicate; it is already there in -g:1',
    ));
});
