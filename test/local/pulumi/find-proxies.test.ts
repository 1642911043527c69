import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findProxies as findIn } from '../../../lib/local/pulumi/find-proxies.ts';
import type { DeployedProxy } from '../../../lib/local/index.ts';
import type { Placeholder } from '../../../lib/local/pulumi/placeholders.ts';
import type { RecordedResource } from '../../../lib/local/pulumi/recorded.ts';
import { command, component, listener, proxyResources, resource } from './support/resources.ts';

function findProxies(
  resources: readonly RecordedResource[],
  placeholders: readonly Placeholder[] = [],
): readonly DeployedProxy[] {
  return findIn({ resources, placeholders });
}

describe('findProxies, in a Pulumi program', () => {
  test('reads everything of a proxy with an HTTPS listener and a redirect', () => {
    assert.deepEqual(findProxies(proxyResources()), [
      {
        path: 'edge',
        container: {
          runtimeVersion: '0.1.0',
          image: '<edge-repository.repositoryUrl>@<edge-image.digest>',
          command: ['--config-json', command],
          placeholders: [],
          port: 8080,
          cpu: 256,
          memory: 512,
          stopTimeout: 30,
          logDriver: 'awslogs',
          logOptions: { mode: 'non-blocking', 'awslogs-group': '<edge-logs.name>' },
        },
        loadBalancer: {
          type: 'application',
          scheme: 'internal',
          attributes: {
            'idle_timeout.timeout_seconds': '60',
            'client_keep_alive.seconds': '3600',
            'routing.http.drop_invalid_header_fields.enabled': 'true',
          },
          listeners: [
            { port: 443, protocol: 'HTTPS', action: { type: 'forward' } },
            {
              port: 80,
              protocol: 'HTTP',
              action: {
                type: 'redirect',
                statusCode: 301,
                location: { protocol: 'HTTPS', host: '#{host}', port: '443', path: '/#{path}', query: '#{query}' },
              },
            },
          ],
        },
        targetGroup: {
          protocolVersion: 'HTTP1',
          attributes: { 'deregistration_delay.timeout_seconds': '30' },
          healthCheck: {
            path: '/healthz',
            port: 8081,
            interval: 10,
            timeout: 5,
            healthyThreshold: 2,
            unhealthyThreshold: 4,
            matcher: '200',
          },
        },
      },
    ]);
  });

  test("has the provider's defaults for what the program leaves out", () => {
    const [proxy] = findProxies(proxyResources({ 'edge-tg': { healthCheck: {}, deregistrationDelay: undefined } }));
    assert.deepEqual(proxy?.targetGroup, {
      protocolVersion: 'HTTP1',
      attributes: {},
      healthCheck: {
        path: '/',
        port: 8080,
        interval: 30,
        timeout: 5,
        healthyThreshold: 3,
        unhealthyThreshold: 3,
        matcher: '200',
      },
    });
  });

  test('follows a weighted forward and ids, knows other actions and the older names of load balancing', () => {
    const forward = { type: 'forward', forward: { targetGroups: [{ arn: '<edge-tg.id>', weight: 1 }] } };
    const fixed = { type: 'fixed-response', fixedResponse: { statusCode: '404', messageBody: 'nothing here' } };
    const resources = [
      ...proxyResources({ 'edge-listener': { defaultActions: [forward], loadBalancerArn: '<edge-alb.id>' } }),
      listener('fixed', 81, fixed),
      listener('other', 82, { type: 'forward', targetGroupArn: 'arn:aws:elasticloadbalancing:another' }),
    ].map((each) => ({ ...each, type: each.type.replace('aws:lb/', 'aws:alb/') }));
    const [proxy] = findProxies(resources);
    assert.deepEqual(
      proxy?.loadBalancer.listeners.filter(({ action }) => action.type !== 'redirect'),
      [
        { port: 443, protocol: 'HTTPS', action: { type: 'forward' } },
        { port: 81, protocol: 'HTTP', action: { type: 'fixed-response', statusCode: 404, body: 'nothing here' } },
      ],
    );
  });

  test('names a proxy after the components that it is in, and one in no component after its task definition', () => {
    const outer = resource(
      'my:index:Platform',
      'platform',
      {},
      { parent: 'urn:pulumi:dev::chat::pulumi:pulumi:Stack::chat-dev' },
    );
    const nested = proxyResources().map((each) => (each.urn === component ? { ...each, parent: outer.urn } : each));
    assert.equal(findProxies([...nested, outer])[0]?.path, 'platform/edge');
    const flat = proxyResources().map((each) => ({
      ...each,
      parent: each.parent === '' ? '' : 'urn:pulumi:dev::chat::pulumi:pulumi:Stack::chat-dev',
    }));
    assert.equal(findProxies(flat)[0]?.path, 'edge-task');
  });

  test('tells resources of one name apart, and has the placeholders of its command with their names', () => {
    const [group, balancer, service] = ['0000', '1111', '2222'].map((digits, index) => ({
      owner: 'edge',
      property: index === 2 ? 'name' : 'arn',
      prefix: index === 2 ? '' : 'arn:aws:lb/',
      core: `f${digits}0123456789a`,
    })) as [Placeholder, Placeholder, Placeholder];
    const values: Readonly<Record<string, string>> = {
      '<edge-tg.arn>': group.prefix + group.core,
      '<edge-alb.arn>': balancer.prefix + balancer.core,
      '<edge-chat.name>': service.core,
    };
    const json = JSON.stringify(proxyResources()).replaceAll(/<[\w.-]+>/g, (text) => values[text] ?? text);
    const [proxy] = findProxies(JSON.parse(json) as RecordedResource[], [group, balancer, service]);
    assert.deepEqual(proxy?.container.placeholders, ['<edge.name>']);
    assert.match(proxy.container.command[1] ?? '', /"<edge\.name>\.chat\.internal:8080"/);
    assert.equal(proxy.loadBalancer.scheme, 'internal');
  });

  test('finds nothing in a program without a proxy', () => {
    assert.deepEqual(findProxies([]), []);
    for (const containerDefinitions of ['[{"name":"web"}]', '<elsewhere.containers>', undefined]) {
      assert.deepEqual(findProxies(proxyResources({ 'edge-task': { containerDefinitions } })), []);
    }
  });

  const imported: RecordedResource[] = proxyResources().map((each) =>
    each.name === 'edge-alb' ? { ...each, existing: true } : each,
  );
  const refused: [string, RecordedResource[], RegExp][] = [
    [
      'a proxy that no service runs',
      proxyResources({ 'edge-service': { taskDefinition: 'arn:other' } }),
      /^edge\/edge-task: no ECS service of the program runs this proxy$/,
    ],
    [
      'a proxy in no target group',
      proxyResources({ 'edge-service': { loadBalancers: [] } }),
      /^edge\/edge-service: the proxy is in no target group of the program, so no load balancer leads to it$/,
    ],
    [
      'a proxy without a listener',
      proxyResources({ 'edge-listener': { defaultActions: [] } }),
      /^edge: no listener's default action forwards to it$/,
    ],
    [
      'a proxy behind a load balancer that is only looked up',
      imported,
      /^edge: its load balancer is not created by the program, so its idle timeout and listeners are not known here$/,
    ],
  ];
  for (const [what, resources, message] of refused) {
    test(`refuses ${what}`, () => {
      assert.throws(() => findProxies(resources), { name: 'InputError', message });
    });
  }
});
