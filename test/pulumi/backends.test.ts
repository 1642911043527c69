import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';
import { Backend, Compute } from 'websocket-proxy-constructs/pulumi';
import { configOf, inputsOf, proxy, record, valueOf } from './fixture.ts';

const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';

describe('Backend.service', () => {
  test('makes a Cloud Map service for the tasks to register with, in a DNS namespace of the proxy', async () => {
    const chat = Backend.service('chat', { port: 8080, securityGroupId: 'sg-chat' });
    const recording = await record(() => proxy({ backends: { '/chat/': chat } }, 'edge'));
    assert.deepEqual(inputsOf(recording, 'aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace'), {
      name: 'edge.stack.project.internal',
      vpc: 'vpc-1',
    });
    assert.deepEqual(inputsOf(recording, 'aws:servicediscovery/service:Service', 'edge-chat'), {
      dnsConfig: {
        namespaceId: 'edge-namespace-id',
        dnsRecords: [{ type: 'A', ttl: 10 }],
        routingPolicy: 'MULTIVALUE',
      },
      forceDestroy: true,
      healthCheckCustomConfig: { failureThreshold: 1 },
    });
    assert.equal(
      await valueOf(recording.result.registry(chat).arn),
      'arn:aws:servicediscovery:eu-central-1:123456789012:edge-chat',
    );
    const { upstreams, servers } = configOf(recording);
    assert.equal(upstreams?.['chat']?.servers[0]?.address, 'edge-chat-0123456.edge.stack.project.internal:8080');
    assert.equal(servers[0]?.locations['/chat/']?.proxyPass, 'http://chat');
  });

  test('opens a port of a security group once, for however many services it is', async () => {
    const group = { port: 8080, securityGroupId: 'sg-shared' };
    const recording = await record(() =>
      proxy({ backends: { '/a/': Backend.service('a', group), '/b/': Backend.service('b', group) } }, 'edge'),
    );
    const rules = recording.resources.filter(({ name }) => name.startsWith('edge-to-backend-'));
    assert.deepEqual(
      rules.map(({ name }) => name),
      ['edge-to-backend-a-in'],
    );
  });

  test('refuses a service whose name is none in DNS', async () => {
    await record(() => {
      assert.throws(() => proxy({ backends: { '/': Backend.service('chat service', { port: 80 }) } }), {
        message:
          "chat: backends['/']: the service is called 'chat service', but DNS allows letters, digits and hyphens; use 'chat-service'",
      });
    });
  });

  test('finds a service by the name it has, and makes nothing', async () => {
    const dnsName = pulumi.interpolate`chat.${pulumi.output('services.internal')}`;
    const recording = await record(() =>
      proxy({ backends: { '/': Backend.service('chat', { port: 8080, dnsName }) } }),
    );
    assert.deepEqual(
      recording.resources.filter(({ type }) => type.startsWith('aws:servicediscovery')),
      [],
    );
    assert.equal(configOf(recording).upstreams?.['chat']?.servers[0]?.address, 'chat.services.internal:8080');
  });

  test("lets the proxy's tasks in, who may go out anyway", async () => {
    const { resources } = await record(() =>
      proxy({
        backends: {
          '/': Backend.service('room', { port: 8080, securityGroupId: 'sg-room', dnsName: 'room.internal' }),
        },
      }),
    );
    const rules = resources.filter(({ name }) => name.startsWith('chat-to-backend-room'));
    assert.deepEqual(
      rules.map(({ type, inputs }) => [type, inputs]),
      [
        [
          INGRESS,
          {
            securityGroupId: 'sg-room',
            referencedSecurityGroupId: 'chat-tasks-sg-id',
            ipProtocol: 'tcp',
            fromPort: 8080,
            toPort: 8080,
            description: 'Proxy to backend',
          },
        ],
      ],
    );
  });

  test('lets each of the security groups that are given for the tasks in, and them out', async () => {
    const { resources } = await record(() =>
      proxy({
        compute: Compute.fargate({ securityGroupIds: ['sg-a', pulumi.output('sg-b')] }),
        backends: { '/': Backend.service('room', { port: 80, securityGroupId: 'sg-room', dnsName: 'room.internal' }) },
      }),
    );
    const rules = resources.filter(({ name }) => name.startsWith('chat-to-backend-room'));
    assert.deepEqual(
      rules
        .map(({ name, inputs }) => [name, inputs['securityGroupId'], inputs['referencedSecurityGroupId']])
        .toSorted(),
      [
        ['chat-to-backend-room-in-2', 'sg-room', 'sg-b'],
        ['chat-to-backend-room-in-sg-a', 'sg-room', 'sg-a'],
        ['chat-to-backend-room-out-2', 'sg-b', 'sg-room'],
        ['chat-to-backend-room-out-sg-a', 'sg-a', 'sg-room'],
      ],
    );
  });

  test('serves several locations, made once', async () => {
    const chat = Backend.service('chat', { port: 8080, securityGroupId: 'sg-chat' });
    const room = Backend.service('room', { port: 8080, securityGroupId: 'sg-room' });
    const recording = await record(() => proxy({ backends: { '/chat/': chat, '/room/': room, '= /chat': chat } }));
    const names = recording.resources.map(({ name }) => name);
    assert.equal(names.filter((name) => name === 'chat-namespace').length, 1);
    assert.equal(new Set(names).size, names.length);
    const { upstreams, servers } = configOf(recording);
    assert.deepEqual(Object.keys(upstreams ?? {}), ['chat', 'room']);
    assert.equal(servers[0]?.locations['= /chat']?.proxyPass, 'http://chat');
  });

  test('serves two proxies, of which each makes its own', async () => {
    const chat = Backend.service('chat', { port: 8080, securityGroupId: 'sg-chat' });
    const { result } = await record(() => [
      proxy({ backends: { '/': chat } }, 'one'),
      proxy({ backends: { '/': chat } }, 'two'),
    ]);
    const names = await Promise.all(result.map((it) => valueOf(it.registry(chat).name)));
    assert.deepEqual(names, ['one-chat-0123456', 'two-chat-0123456']);
  });
});

describe('Backend.url', () => {
  test('gives the upstream the name of its host', async () => {
    const recording = await record(() => proxy({ backends: { '/api/': Backend.url('https://api.example.com/v2/') } }));
    const { upstreams, servers } = configOf(recording);
    assert.deepEqual(Object.keys(upstreams ?? {}), ['api.example.com']);
    assert.equal(servers[0]?.locations['/api/']?.proxyPass, 'https://api.example.com/v2/');
    assert.equal(servers[0].locations['/api/'].proxySslVerify, 'on');
  });

  test('takes what only the deployment knows, and names its upstream after the location', async () => {
    const url = pulumi.interpolate`http://${pulumi.output('internal-1.elb.amazonaws.com')}:8080`;
    const recording = await record(() => proxy({ backends: { '/chat/': Backend.url(url) } }));
    assert.equal(configOf(recording).upstreams?.['chat']?.servers[0]?.address, 'internal-1.elb.amazonaws.com:8080');
  });

  test('warns of a directive that has another effect behind a load balancer', async () => {
    const { warnings } = await record(() =>
      proxy({
        backends: { '/': Backend.url('http://api.internal', { proxySetHeader: { 'X-Real-IP': '$remote_addr' } }) },
      }),
    );
    assert.ok(
      warnings.includes(
        "backends['/']: $remote_addr (proxy_set_header X-Real-IP) is the load balancer's here; use $http_x_forwarded_for, whose last address is the client's",
      ),
      warnings.join('\n'),
    );
  });

  test('keeps a secret one', async () => {
    const url = pulumi.secret('http://legacy.internal:8080');
    const { result } = await record(() => proxy({ backends: { '/': Backend.url(url) } }));
    assert.ok(await pulumi.isSecret(result.taskDefinition.containerDefinitions));
  });
});

test('The configuration has regular expressions in the order they were given, which they are tried in, and no other order', async () => {
  const legacy = Backend.url('http://legacy.internal');
  const recording = await record(() =>
    proxy({ backends: { '~ ^/b': legacy, '/': legacy, '~ ^/a': legacy, '/c': legacy } }),
  );
  assert.deepEqual(Object.keys(configOf(recording).servers[0]?.locations ?? {}), ['/c', '/', '~ ^/b', '~ ^/a']);
});
