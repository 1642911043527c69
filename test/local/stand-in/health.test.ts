import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { DeployedHealthCheck } from '../../../lib/local/index.ts';
import { checkHealth } from '../../../lib/local/stand-in/health-check.ts';
import { TargetHealth, type TargetState } from '../../../lib/local/stand-in/target-health.ts';

const never = new AbortController().signal;

const check: DeployedHealthCheck = {
  path: '/healthz',
  port: 8081,
  interval: 0.01,
  timeout: 30,
  healthyThreshold: 3,
  unhealthyThreshold: 2,
  matcher: '200',
};

interface Target extends AsyncDisposable {
  readonly address: { readonly host: string; readonly port: number };
  readonly requests: string[];
}

/** A target whose health endpoint gives these answers, the last one for ever; 0 is none at all. */
async function startTarget(...answers: number[]): Promise<Target> {
  const requests: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    const status = answers[Math.min(requests.length, answers.length - 1)] ?? 200;
    requests.push(`${method ?? ''} ${url ?? ''} ${headers['user-agent'] ?? ''}`);
    if (status !== 0) response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    requests,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

describe('checkHealth', () => {
  test('asks as a load balancer does', async () => {
    await using target = await startTarget(200);
    assert.equal(await checkHealth(check, target.address, never), undefined);
    assert.deepEqual(target.requests, ['GET /healthz ELB-HealthChecker/2.0']);
  });

  const matchers: [string, number, boolean][] = [
    ['200', 200, true],
    ['200', 204, false],
    ['200-299', 204, true],
    ['200,404', 404, true],
    ['200-299,301-302', 303, false],
  ];
  for (const [matcher, status, healthy] of matchers) {
    test(`takes ${status} for ${healthy ? 'healthy' : 'unhealthy'} when the matcher is ${matcher}`, async () => {
      await using target = await startTarget(status);
      const expected = healthy ? undefined : `answers ${status} instead of ${matcher}`;
      assert.equal(await checkHealth({ ...check, matcher }, target.address, never), expected);
    });
  }

  test('says why there is no answer', async () => {
    const target = await startTarget(0);
    assert.equal(await checkHealth({ ...check, timeout: 0.05 }, target.address, never), 'no answer within 0.05 s');
    await target[Symbol.asyncDispose]();
    assert.match((await checkHealth(check, target.address, never)) ?? '', /ECONNREFUSED/);
    assert.equal(await checkHealth(check, undefined, never), 'nothing listens on this port');
  });
});

describe('TargetHealth', () => {
  test('is healthy after one good check at first', async () => {
    await using target = await startTarget(200);
    const changes: TargetState[] = [];
    const health = new TargetHealth(check, target.address, (state) => changes.push(state), never);
    assert.equal(health.state, 'initial');
    assert.equal(await health.decided, 'healthy');
    health.stop();
    assert.deepEqual(changes, ['healthy']);
    assert.equal(target.requests.length, 1);
  });

  test('changes only after as many checks in a row as the thresholds say', async () => {
    // one failure is no change, nor are two successes
    await using target = await startTarget(200, 500, 200, 500, 500, 200, 200, 500, 200, 200, 200);
    const changes: [TargetState, number, string | undefined][] = [];
    const recovered = new Promise<void>((resolve) => {
      const health = new TargetHealth(
        check,
        target.address,
        (state, reason) => {
          changes.push([state, target.requests.length, reason]);
          if (changes.length < 3) return;
          health.stop();
          resolve();
        },
        never,
      );
    });
    await recovered;
    assert.deepEqual(changes, [
      ['healthy', 1, undefined],
      ['unhealthy', 5, 'answers 500 instead of 200'],
      ['healthy', 11, undefined],
    ]);
  });

  test('is unhealthy after the threshold when it never was healthy', async () => {
    await using target = await startTarget(503);
    const health = new TargetHealth(check, target.address, () => undefined, never);
    assert.equal(await health.decided, 'unhealthy');
    health.stop();
    assert.equal(target.requests.length, 2);
  });

  test('decides nothing when it is stopped first', async () => {
    await using target = await startTarget(0);
    const health = new TargetHealth(check, target.address, () => assert.fail('no change'), never);
    health.stop();
    assert.equal(await health.decided, undefined);
    const abort = new AbortController();
    const other = new TargetHealth(check, target.address, () => assert.fail('no change'), abort.signal);
    abort.abort();
    assert.equal(await other.decided, undefined);
  });
});
