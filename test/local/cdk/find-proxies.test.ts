import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findProxies } from '../../../lib/local/cdk/find-proxies.ts';
import { parseTemplate } from '../../../lib/local/cdk/template.ts';
import type { DeployedProxy } from '../../../lib/local/index.ts';
import { commandJson, config, proxyTemplate, type Json, type ProxyFixture } from '../support/templates.ts';

const names = { stack: 'ChatStack', stackName: 'ChatStack' };

function find(template: object): readonly DeployedProxy[] {
  return findProxies([parseTemplate(template, names)]);
}

function change(fixture: ProxyFixture, id: string, properties: Readonly<Record<string, Json | undefined>>): object {
  const { Resources } = proxyTemplate(fixture);
  const before = Resources[id] as { readonly Properties: object };
  return { Resources: { ...Resources, [id]: { ...before, Properties: { ...before.Properties, ...properties } } } };
}

describe('findProxies', () => {
  test('reads everything of a proxy with an HTTPS listener and a redirect', () => {
    const command = JSON.stringify(config).replace('@CHAT@', '<Chat/CloudmapService.Name>.chat.internal:8080');
    assert.deepEqual(find(proxyTemplate({ https: true, command: commandJson })), [
      {
        path: 'ChatStack/Proxy',
        container: {
          runtimeVersion: '0.1.0',
          image: '<AWS::AccountId>.dkr.ecr.<AWS::Region>.amazonaws.com/assets:1',
          command: ['--config-json', command],
          placeholders: ['<Chat/CloudmapService.Name>'],
          port: 8080,
          cpu: 256,
          memory: 512,
          stopTimeout: 30,
          logDriver: 'awslogs',
          logOptions: { mode: 'non-blocking', 'awslogs-region': '<AWS::Region>' },
        },
        loadBalancer: {
          type: 'application',
          scheme: 'internal',
          attributes: { 'idle_timeout.timeout_seconds': '60' },
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
            interval: 1,
            timeout: 1,
            healthyThreshold: 2,
            unhealthyThreshold: 2,
            matcher: '200',
          },
        },
      },
    ]);
  });

  test("has AWS's defaults for what the template leaves out", () => {
    const group = change({}, 'Group', {
      HealthCheckPath: undefined,
      HealthCheckPort: 'traffic-port',
      HealthCheckIntervalSeconds: undefined,
      HealthCheckTimeoutSeconds: undefined,
      HealthyThresholdCount: undefined,
      UnhealthyThresholdCount: undefined,
      TargetGroupAttributes: undefined,
    });
    assert.deepEqual(find(group)[0]?.targetGroup, {
      protocolVersion: 'HTTP1',
      attributes: {},
      healthCheck: {
        path: '/',
        port: 8080,
        interval: 30,
        timeout: 5,
        healthyThreshold: 5,
        unhealthyThreshold: 2,
        matcher: '200',
      },
    });
  });

  test('follows a weighted forward, and knows other actions', () => {
    const { Resources } = change({}, 'Http', {
      DefaultActions: [
        { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: { Ref: 'Group' }, Weight: 1 }] } },
      ],
    }) as { readonly Resources: object };
    const fixed = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', MessageBody: 'nothing here' } };
    const listener = (port: number, action: Json): object => ({
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: { LoadBalancerArn: { Ref: 'LoadBalancer' }, Port: port, Protocol: 'HTTP', DefaultActions: [action] },
    });
    const other = { Type: 'forward', TargetGroupArn: 'arn:aws:elasticloadbalancing:another' };
    const [proxy] = find({ Resources: { ...Resources, Fixed: listener(81, fixed), Other: listener(82, other) } });
    assert.deepEqual(proxy?.loadBalancer.listeners, [
      { port: 80, protocol: 'HTTP', action: { type: 'forward' } },
      { port: 81, protocol: 'HTTP', action: { type: 'fixed-response', statusCode: 404, body: 'nothing here' } },
    ]);
  });

  test('finds a load balancer in another stack', () => {
    const { Resources } = proxyTemplate();
    const { LoadBalancer, Http, ...service } = Resources;
    const listener = Http as { readonly Properties: object };
    const shared = {
      Resources: {
        LoadBalancer,
        Http: {
          ...listener,
          Properties: {
            ...listener.Properties,
            DefaultActions: [{ Type: 'forward', TargetGroupArn: { 'Fn::ImportValue': 'Chat:Group' } }],
          },
        },
      },
    };
    const chat = {
      Resources: service,
      Outputs: { Group: { Value: { Ref: 'Group' }, Export: { Name: 'Chat:Group' } } },
    };
    const stacks = [parseTemplate(shared, { stack: 'Shared', stackName: 'Shared' }), parseTemplate(chat, names)];
    const [proxy] = findProxies(stacks);
    assert.deepEqual(proxy?.loadBalancer.attributes, { 'idle_timeout.timeout_seconds': '60' });
  });

  test('finds nothing in a stack without a proxy', () => {
    assert.deepEqual(find(change({}, 'Task', { ContainerDefinitions: [{ Name: 'web', Image: 'nginx' }] })), []);
    assert.deepEqual(find({}), []);
  });

  const refused: [string, object, RegExp][] = [
    [
      'a proxy that no service runs',
      change({}, 'Service', { TaskDefinition: 'arn:other' }),
      /^ChatStack\/Proxy\/TaskDefinition\/Resource: no ECS service in the assembly runs this proxy$/,
    ],
    [
      'a proxy in no target group',
      change({}, 'Service', { LoadBalancers: [] }),
      /^ChatStack\/Proxy\/Service\/Resource: the proxy is in no target group of the assembly, so no load balancer leads to it$/,
    ],
    [
      'a proxy without a listener',
      change({}, 'Http', { DefaultActions: [] }),
      /^ChatStack\/Proxy: no listener's default action forwards to it$/,
    ],
    [
      'a proxy behind an imported load balancer',
      change({}, 'Http', { LoadBalancerArn: 'arn:aws:elasticloadbalancing:imported' }),
      /^ChatStack\/Proxy: its load balancer is not in the assembly, so its idle timeout and listeners are not known here$/,
    ],
  ];
  for (const [what, template, message] of refused) {
    test(`refuses ${what}`, () => {
      assert.throws(() => find(template), { name: 'InputError', message });
    });
  }
});
