import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DeploymentSpec } from '../../lib/plan/deployment-spec.ts';
import { PlanError } from '../../lib/plan/errors/plan-error.ts';
import { UnknownNumber } from '../../lib/plan/known.ts';
import { planDeployment } from '../../lib/plan/plan-deployment.ts';

describe('planDeployment', () => {
  test('decides every number by itself', () => {
    assert.deepEqual(planDeployment({}), {
      listener: { protocol: 'HTTP', port: 80 },
      loadBalancer: { idleTimeout: 3600, clientKeepAlive: 3600, dropInvalidHeaderFields: true },
      targetGroup: {
        protocol: 'HTTP',
        protocolVersion: 'HTTP1',
        port: 8080,
        deregistrationDelay: 120,
        loadBalancingAlgorithm: 'least_outstanding_requests',
        healthCheck: {
          port: 8081,
          path: '/healthz',
          interval: 10,
          timeout: 5,
          healthyThresholdCount: 2,
          unhealthyThresholdCount: 4,
          healthyHttpCodes: '200',
        },
      },
      task: { cpu: 256, memoryLimitMiB: 512 },
      container: {
        name: 'proxy',
        port: 8080,
        healthPort: 8081,
        stopTimeout: 120,
        nofile: 1_048_576,
        user: 'node',
        workers: 1,
        readonlyRootFilesystem: true,
        dropCapabilities: ['ALL'],
        initProcessEnabled: false,
      },
      service: {
        desiredCount: 2,
        minHealthyPercent: 100,
        maxHealthyPercent: 200,
        healthCheckGracePeriod: 60,
        availabilityZoneRebalancing: 'DISABLED',
      },
      logs: { retentionInDays: 30, streamPrefix: 'proxy', mode: 'non-blocking', maxBufferSizeMiB: 25 },
      proxy: {
        soKeepalive: { idle: 60 },
        proxyReadTimeout: 3610,
        keepaliveTimeout: 3610,
        workerShutdownTimeout: 115,
      },
    });
  });

  test('carries the idle timeout to every hop, the load balancer being first to close', () => {
    const plan = planDeployment({ idleTimeout: 900 });
    assert.equal(plan.loadBalancer.idleTimeout, 900);
    assert.equal(plan.proxy.proxyReadTimeout, 910);
    assert.equal(plan.proxy.keepaliveTimeout, 910);
  });

  test('lets the proxy end by itself before ECS kills it, whatever stopTimeout is', () => {
    for (const stopTimeout of [2, 3, 6, 7, 60, 120]) {
      const { container, proxy } = planDeployment({ stopTimeout });
      assert.equal(container.stopTimeout, stopTimeout);
      assert.ok((proxy.workerShutdownTimeout ?? 0) >= 1 && (proxy.workerShutdownTimeout ?? 0) < stopTimeout);
    }
  });

  test('listens for HTTPS with TLS, and redirects HTTP to it', () => {
    const { listener, redirectListener } = planDeployment({ tls: true });
    assert.deepEqual(listener, { protocol: 'HTTPS', port: 443, sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' });
    assert.deepEqual(redirectListener, { protocol: 'HTTP', port: 80 });
  });

  test('opens no HTTP port with TLS and without the redirect', () => {
    const { listener, redirectListener } = planDeployment({
      tls: true,
      loadBalancing: { kind: 'application', redirectHttp: false },
    });
    assert.equal(listener.port, 443);
    assert.equal(redirectListener, undefined);
  });

  test('gives a container what a shell in it needs only when there is to be one', () => {
    const { readonlyRootFilesystem, dropCapabilities, initProcessEnabled, user } = planDeployment({
      compute: { kind: 'fargate', enableExecuteCommand: true },
    }).container;
    assert.deepEqual([readonlyRootFilesystem, dropCapabilities, initProcessEnabled, user], [false, [], true, 'node']);
  });

  for (const [setting, minimum, maximum, spec] of [
    ['idleTimeout', 1, 4000, (idleTimeout) => ({ idleTimeout })],
    [
      'loadBalancing.clientKeepAlive',
      60,
      604_800,
      (clientKeepAlive) => ({ loadBalancing: { kind: 'application', clientKeepAlive } }),
    ],
    ['deregistrationDelay', 0, 3600, (deregistrationDelay) => ({ deregistrationDelay })],
    ['stopTimeout', 2, 120, (stopTimeout) => ({ stopTimeout })],
    ['scaling.desiredCount', 0, 5000, (desiredCount) => ({ scaling: { kind: 'fixed', desiredCount } })],
  ] as const satisfies readonly (readonly [string, number, number, (value: number) => DeploymentSpec])[]) {
    test(`takes ${setting} from ${minimum} to ${maximum} and refuses what is beyond`, () => {
      for (const value of [minimum, maximum]) assert.doesNotThrow(() => planDeployment(spec(value)));
      for (const value of [minimum - 1, maximum + 1]) {
        assert.throws(() => planDeployment(spec(value)), {
          name: 'PlanError',
          message: new RegExp(`^${setting} is ${value}( s)?, but .* allows ${minimum} to ${maximum}( s)?; \\S.*$`),
        });
      }
    });

    test(`refuses a fraction as ${setting}`, () => {
      assert.throws(() => planDeployment(spec(minimum + 0.5)), /takes whole numbers; use \d+/);
    });
  }

  test('names the limit, whose it is and the way out, in one line', () => {
    assert.deepEqual(
      messages([
        { idleTimeout: 5000 },
        { stopTimeout: 121 },
        { deregistrationDelay: 1.5 },
        { loadBalancing: { kind: 'application', clientKeepAlive: 59 } },
      ]),
      [
        'idleTimeout is 5000 s, but an Application Load Balancer allows 1 to 4000 s; stay within it and let either side ping in time, which keeps a socket open for as long as you like',
        'stopTimeout is 121 s, but Fargate allows 2 to 120 s; use deregistrationDelay, which may be up to 3600 s, to give open sockets longer',
        'deregistrationDelay is 1.5 s, but a target group takes whole numbers; use 2 s',
        'loadBalancing.clientKeepAlive is 59 s, but an Application Load Balancer allows 60 to 604800 s; stay within it, it ends no open WebSocket, only how long a connection takes new requests',
      ],
    );
  });

  test('refuses NaN', () => {
    assert.throws(() => planDeployment({ idleTimeout: Number.NaN }), /idleTimeout is NaN s, but .* allows 1 to 4000 s/);
  });

  test('does not check a number that is not known yet, and plans for all it may become', () => {
    const unknown = new UnknownNumber();
    const plan = planDeployment({
      idleTimeout: unknown,
      stopTimeout: unknown,
      deregistrationDelay: unknown,
      compute: { kind: 'fargate', cpu: unknown, memoryLimitMiB: unknown },
    });
    assert.equal(plan.loadBalancer.idleTimeout, unknown);
    assert.equal(plan.container.stopTimeout, unknown);
    assert.equal(plan.targetGroup.deregistrationDelay, unknown);
    assert.equal(plan.container.workers, 'auto');
    assert.deepEqual(
      [plan.proxy.proxyReadTimeout, plan.proxy.keepaliveTimeout, plan.proxy.workerShutdownTimeout],
      [4010, 4010, undefined],
    );
  });
});

function messages(specs: readonly DeploymentSpec[]): readonly string[] {
  return specs.map((spec) => {
    try {
      planDeployment(spec);
    } catch (error) {
      assert.ok(error instanceof PlanError);
      return error.message;
    }
    return 'taken';
  });
}
