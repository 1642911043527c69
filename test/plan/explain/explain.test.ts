import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explainProxy } from '../../../lib/plan/explain/explain.ts';
import type { ExplainedProxy } from '../../../lib/plan/explain/explanation.ts';
import { planDeployment, withNumbers } from '../../../lib/plan/plan-deployment.ts';
import { proxyConfig } from '../../../lib/plan/configuration/proxy-config.ts';
import type { LocationConfig, ProxyConfig } from '../../../proxy-runtime/config/types.ts';

const chat = { scheme: 'http', host: 'chat', port: '8080' } as const;

describe('explainProxy', () => {
  test('a proxy as planned: the load balancer closes first, and nothing is wrong', () => {
    const { firstToClose, advice } = explainProxy(planned());
    assert.deepEqual(firstToClose, [
      {
        locations: ['/chat/', '/'],
        closedBy: 'load balancer',
        setting: 'idle_timeout',
        after: 3600,
        sentence:
          '/chat/, /: the load balancer closes an idle WebSocket first, after 3600 s (idle_timeout), as idleTimeout asks',
      },
    ]);
    assert.deepEqual(
      advice.map(({ level }) => level),
      ['note', 'note'],
    );
    assert.match(advice[0]?.text ?? '', /every 1800 s or sooner/);
    assert.match(advice[1]?.text ?? '', /120 s after its successor/);
  });

  test('has a row for every number, with its limit and whose it is', () => {
    const { hops } = explainProxy(planned());
    const capacityRow = hops.find(({ setting }) => setting === 'capacity');
    assert.match(capacityRow?.value ?? '', /^\d+ tunnels; \d+ messages\/s, or \d+ new tunnels\/s$/);
    assert.deepEqual(
      hops.map(({ hop, setting, value, limit }) => [hop, setting, value, limit]),
      [
        ['client -> load balancer', 'idle_timeout', '3600 s', '1 to 4000 s (an Application Load Balancer)'],
        ['client -> load balancer', 'client_keep_alive', '3600 s', '60 to 604800 s (an Application Load Balancer)'],
        ['load balancer -> proxy', 'keepaliveTimeout', '3610 s', 'more than idle_timeout (AWS), else 502s'],
        ['load balancer -> proxy', 'clientHeaderTimeout', '60 s', 'none'],
        ['load balancer -> proxy', 'health check', 'every 10 s, 5 s to answer', '5 to 300 s (a target group)'],
        ...backendRows('/chat/, /'),
        ['deployment, scale-in', 'deregistration_delay', '120 s', '0 to 3600 s (a target group)'],
        ['deployment, scale-in', 'workerShutdownTimeout', '115 s', 'less than stopTimeout'],
        ['deployment, scale-in', 'stopTimeout', '120 s', '2 to 120 s (Fargate)'],
        ['task', 'cpu, memory', '256 CPU units, 512 MiB', 'the sizes Fargate has'],
        ['task', 'capacity', capacityRow?.value, 'half of CPU and memory, the rest being for bursts'],
      ],
    );
    for (const { meaning } of hops) assert.notEqual(meaning, '');
  });

  test("takes AWS's and nginx's defaults for what the template does not have", () => {
    const { hops, firstToClose } = explainProxy({ config: configOf({ '/': {} }) });
    const values = Object.fromEntries(hops.map(({ setting, value }) => [setting, value]));
    assert.equal(values['idle_timeout'], '60 s');
    assert.equal(values['keepaliveTimeout'], '75 s');
    assert.equal(values['proxyReadTimeout'], '60 s');
    assert.equal(values['deregistration_delay'], '300 s');
    assert.equal(values['stopTimeout'], '30 s');
    assert.equal(values['workerShutdownTimeout'], 'none');
    assert.equal(values['health check'], 'every 30 s, 5 s to answer');
    assert.equal(firstToClose[0]?.closedBy, 'load balancer');
  });

  test('tells locations apart whose own times differ, and warns where the proxy cuts first', () => {
    const config = configOf({ '/chat/': { proxyReadTimeout: '2h' }, '/short/': { proxyReadTimeout: '45s' } });
    const { firstToClose, advice } = explainProxy({ idleTimeout: 3600, config: { ...config, keepaliveTimeout: '2h' } });
    assert.deepEqual(
      firstToClose.map(({ locations, closedBy, after }) => [locations, closedBy, after]),
      [
        [['/chat/'], 'load balancer', 3600],
        [['/short/'], 'proxy', 45],
      ],
    );
    assert.match(warnings(advice), /^\/short\/: proxyReadTimeout \(45 s\) is shorter .*; make it 3610 s$/);
    assert.match(advice.find(({ level }) => level === 'note')?.text ?? '', /every 22 s or sooner/);
  });

  test('inherits times from the http and the server level', () => {
    const config = {
      proxyReadTimeout: '10s',
      servers: [{ listen: 1, proxyReadTimeout: '20s', locations: locationsOf({ '/': {} }) }],
    };
    assert.equal(explainProxy({ config }).firstToClose[0]?.after, 20);
  });

  test('warns when the proxy would close a connection the load balancer still uses', () => {
    const config = { ...configOf({ '/': { proxyReadTimeout: 90 } }), keepaliveTimeout: 60 };
    const { advice } = explainProxy({ idleTimeout: 60, config });
    assert.match(warnings(advice), /^keepaliveTimeout \(60 s\) is not longer .* answer 502; make it 70 s$/);
  });

  test('warns when ECS would kill the proxy in its drain', () => {
    const config = { ...configOf({ '/': {} }), workerShutdownTimeout: '30s' };
    assert.match(warnings(explainProxy({ config }).advice), /not shorter than stopTimeout \(30 s\).*; make it 25 s$/);
    assert.equal(warnings(explainProxy({ stopTimeout: 31, config }).advice), '');
  });

  test('warns when no WebSocket can reach the proxy', () => {
    const { advice } = explainProxy({ ...planned(), protocolVersion: 'HTTP2' });
    assert.match(warnings(advice), /^the target group speaks HTTP2 .*; set its protocol version to HTTP1$/);
  });

  test('says of what only the deployment knows that it is not known', () => {
    const { hops, firstToClose, advice } = explainProxy({
      ...planned(),
      idleTimeout: 'unknown',
      deregistrationDelay: 'unknown',
      stopTimeout: 'unknown',
    });
    const unknown = hops.filter(({ value }) => value === 'not known before the deployment');
    assert.deepEqual(
      unknown.map(({ setting }) => setting),
      ['idle_timeout', 'deregistration_delay', 'stopTimeout'],
    );
    assert.deepEqual(
      firstToClose.map(({ closedBy, after }) => [closedBy, after]),
      [['unknown', 'unknown']],
    );
    assert.deepEqual(advice, []);
  });

  test('locations with the same times are one hop, wherever they go, and counted where there are many', () => {
    const locations = Object.fromEntries(['/a/', '/b/', '/c/', '/d/', '/e/'].map((location) => [location, {}]));
    const { hops, firstToClose } = explainProxy({ config: configOf(locations) });
    const [connect, ...others] = hops.filter(({ hop }) => hop === 'proxy -> backend /a/, /b/, /c/, /d/, /e/');
    assert.match(connect?.meaning ?? '', / must accept the connection, /);
    assert.equal(others.length, 4);
    assert.match(firstToClose[0]?.sentence ?? '', /^all 5 locations: the load balancer closes /);
    const { firstToClose: some } = explainProxy({ config: configOf({ ...locations, '/f/': { proxyReadTimeout: 5 } }) });
    assert.deepEqual(
      some.map(({ sentence }) => sentence),
      [
        '/a/, /b/, /c/, /d/, /e/: the load balancer closes an idle WebSocket first, after 60 s (idle_timeout), as idleTimeout asks',
        '/f/: the proxy closes an idle WebSocket first, after 5 s (proxyReadTimeout), not after the 60 s of idle_timeout',
      ],
    );
  });

  test('leaves out locations without a backend', () => {
    const config: ProxyConfig = { servers: [{ listen: 1, locations: { '/': { return: { code: 404 } } } }] };
    const { hops, firstToClose } = explainProxy({ config });
    assert.deepEqual(firstToClose, []);
    assert.equal(
      hops.some(({ hop }) => hop.startsWith('proxy ->')),
      false,
    );
  });
});

function planned(): ExplainedProxy {
  const plan = withNumbers(planDeployment({}));
  const { healthCheck, deregistrationDelay, protocolVersion } = plan.targetGroup;
  return {
    ...plan.loadBalancer,
    ...plan.task,
    deregistrationDelay,
    protocolVersion,
    stopTimeout: plan.container.stopTimeout,
    healthCheck: {
      interval: healthCheck.interval,
      timeout: healthCheck.timeout,
      healthyThreshold: healthCheck.healthyThresholdCount,
      unhealthyThreshold: healthCheck.unhealthyThresholdCount,
    },
    config: proxyConfig(plan, { '/chat/': chat, '/': { ...chat, port: '9090' } }),
  };
}

function locationsOf(locations: Readonly<Record<string, LocationConfig>>): Record<string, LocationConfig> {
  return Object.fromEntries(
    Object.entries(locations).map(([key, location]) => [key, { proxyPass: 'http://chat:8080', ...location }]),
  );
}

function configOf(locations: Readonly<Record<string, LocationConfig>>): ProxyConfig {
  return { servers: [{ listen: 1, locations: locationsOf(locations) }] };
}

function warnings(advice: readonly { readonly level: string; readonly text: string }[]): string {
  return advice
    .filter(({ level }) => level === 'warning')
    .map(({ text }) => text)
    .join('\n');
}

function backendRows(location: string): string[][] {
  return [
    ['proxyConnectTimeout', '5 s', 'none'],
    ['proxyReadTimeout', '3610 s', 'none; more than idle_timeout leaves it to the load balancer'],
    ['sendTimeout, proxySendTimeout', '60 s, 60 s', 'none'],
    ['keepaliveTimeout of the upstream', '4 s', "less than the backend's own, else 502s"],
    [
      'clientMaxBodySize, proxyBufferSize',
      'any size, 32768 bytes',
      '32 KiB for a response head (an Application Load Balancer)',
    ],
  ].map((row) => [`proxy -> backend ${location}`, ...row]);
}
