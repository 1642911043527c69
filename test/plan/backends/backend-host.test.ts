import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkBackendHost, localBackendProblem } from '../../../lib/plan/backends/backend-host.ts';

const CONTAINER = { port: 8080, healthPort: 8081 };

function problem(host: string, port = '3000', hasSidecar = false): string | undefined {
  return localBackendProblem({ '/': { host, port } }, CONTAINER, hasSidecar, 'or add one');
}

describe('A backend on the task itself', () => {
  for (const host of ['localhost', 'LOCALHOST.', 'api.localhost', '127.0.0.1', '127.1', '2130706433', '0.0.0.0']) {
    test(`is refused: ${host}`, () => {
      assert.equal(
        problem(host),
        `backends['/']: ${host}:3000 is the task itself, where no other container is; use the backend's address or name, or add one`,
      );
    });
  }

  for (const host of ['[::1]', '[::]', '[::ffff:127.0.0.1]']) {
    test(`is refused: ${host}`, () => {
      assert.match(problem(host) ?? '', /is the task itself/);
    });
  }

  test('is another container of it', () => {
    assert.equal(problem('localhost', '3000', true), undefined);
  });

  test('is never the proxy, which would go round in circles', () => {
    assert.match(
      problem('localhost', '8080', true) ?? '',
      /^backends\['\/'\]: localhost:8080 is the proxy itself in a task/,
    );
    assert.match(problem('127.0.0.1', '8081', true) ?? '', /the proxy itself/);
  });

  test('is none elsewhere', () => {
    for (const host of ['legacy.internal', 'localhost.example.com', '10.0.0.1', '[fd00::1]', '${Token[TOKEN.1]}']) {
      assert.equal(problem(host), undefined, host);
      assert.doesNotThrow(() => checkBackendHost({ host }), host);
    }
  });
});

test('Link-local addresses, where AWS hands out credentials, are no backends', () => {
  for (const host of [
    '169.254.170.2',
    '169.254.169.254',
    '2852039166',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '[::ffff:169.254.169.254]',
  ]) {
    assert.throws(() => checkBackendHost({ host }), {
      name: 'PlanError',
      message: /is a link-local address, where AWS hands out the task's credentials/,
    });
  }
});
