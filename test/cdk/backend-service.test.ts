import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as cloudmap from 'aws-cdk-lib/aws-servicediscovery';
import { Backend, Compute, WebSocketProxy } from 'websocket-proxy-constructs/cdk';
import { chatService, deployed, proxyConfig, testApp, TestStack } from './fixture.ts';

describe('Backend.service', () => {
  test('finds the tasks in a private DNS namespace that the proxy makes', () => {
    const stack = new TestStack();
    const service = chatService(stack, new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc }));
    const proxy = stack.addProxy({ backends: { '/chat/': Backend.service(service, 8080) } });
    const template = stack.template();
    template.hasResourceProperties('AWS::ServiceDiscovery::PrivateDnsNamespace', {
      Name: Match.stringLikeRegexp('^chat-proxy-[0-9a-f]{8}\\.internal$'),
      Vpc: stack.resolve(stack.vpc.vpcId) as unknown,
    });
    template.hasResourceProperties('AWS::ServiceDiscovery::Service', {
      DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 10 }] },
    });
    template.hasResourceProperties('AWS::ECS::Service', {
      ServiceRegistries: [{ RegistryArn: stack.resolve(service.cloudMapService?.serviceArn) as unknown }],
    });
    const { upstreams, servers } = proxyConfig(template);
    const name = deployed(stack.resolve(service.cloudMapService?.serviceName));
    const namespace = (proxy.node.findChild('Namespace') as cloudmap.INamespace).namespaceName;
    assert.deepEqual(upstreams, {
      chatservice: {
        servers: [{ address: `${name}.${namespace}:8080`, resolve: true }],
        keepalive: 256,
        keepaliveTimeout: 4,
      },
    });
    assert.deepEqual(servers[0]?.locations, { '/chat/': { proxyPass: 'http://chatservice' } });
  });

  test("lets the proxy's tasks in, and adds no rule that does nothing", () => {
    const stack = new TestStack();
    const service = chatService(stack, new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc }));
    const proxy = stack.addProxy({ backends: { '/chat/': Backend.service(service, 8080) } });
    const template = stack.template();
    const [tasks] = proxy.service.connections.securityGroups;
    const [backend] = service.connections.securityGroups;
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: stack.resolve(backend?.securityGroupId) as unknown,
      SourceSecurityGroupId: stack.resolve(tasks?.securityGroupId) as unknown,
      FromPort: 8080,
      ToPort: 8080,
      Description: 'Proxy to backend',
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 2);
  });

  test('lets the tasks out too, if their own security group does not', () => {
    const stack = new TestStack();
    const service = chatService(stack, new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc }));
    const strict = new ec2.SecurityGroup(stack, 'Strict', { vpc: stack.vpc, allowAllOutbound: false });
    stack.addProxy({
      backends: { '/': Backend.service(service, 8080) },
      compute: Compute.fargate({ securityGroups: [strict] }),
    });
    const [backend] = service.connections.securityGroups;
    const template = stack.template();
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      GroupId: stack.resolve(strict.securityGroupId) as unknown,
      DestinationSecurityGroupId: stack.resolve(backend?.securityGroupId) as unknown,
      FromPort: 8080,
    });
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { Description: 'Proxy to backend' }, 1);
  });

  test("uses the service's own Cloud Map service", () => {
    const stack = new TestStack();
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
    const cloudMapNamespace = new cloudmap.PrivateDnsNamespace(stack, 'Dns', { name: 'chat.test', vpc: stack.vpc });
    const service = chatService(stack, cluster, 'Chat', { cloudMapOptions: { cloudMapNamespace } });
    stack.addProxy({ backends: { '/': Backend.service(service, 8080) } });
    const template = stack.template();
    template.resourceCountIs('AWS::ServiceDiscovery::PrivateDnsNamespace', 1);
    template.resourceCountIs('AWS::ServiceDiscovery::Service', 1);
    assert.match(JSON.stringify(proxyConfig(template).upstreams), /"chat":.*\.Name\.chat\.test:8080"/);
  });

  test("uses the default namespace of the service's cluster", () => {
    const stack = new TestStack();
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
    cluster.addDefaultCloudMapNamespace({ name: 'shared.test' });
    stack.addProxy({ backends: { '/': Backend.service(chatService(stack, cluster), 8080) } });
    const template = stack.template();
    template.resourceCountIs('AWS::ServiceDiscovery::PrivateDnsNamespace', 1);
    assert.match(JSON.stringify(proxyConfig(template).upstreams), /\.shared\.test:8080"/);
  });

  test('does not use a default namespace without DNS, such as one for Service Connect', () => {
    const stack = new TestStack();
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
    cluster.addDefaultCloudMapNamespace({ name: 'connect', type: cloudmap.NamespaceType.HTTP });
    stack.addProxy({ backends: { '/': Backend.service(chatService(stack, cluster), 8080) } });
    assert.match(JSON.stringify(proxyConfig(stack.template()).upstreams), /\.chat-proxy-\w+\.internal:8080"/);
  });

  test('serves several locations and several services, each found once', () => {
    const stack = new TestStack();
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
    const chat = Backend.service(chatService(stack, cluster, 'Chat'), 8080);
    const room = Backend.service(chatService(stack, cluster, 'Room'), 8080);
    stack.addProxy({ backends: { '/chat/': chat, '/room/': room, '= /chat': chat } });
    const template = stack.template();
    template.resourceCountIs('AWS::ServiceDiscovery::PrivateDnsNamespace', 1);
    template.resourceCountIs('AWS::ServiceDiscovery::Service', 2);
    const { upstreams, servers } = proxyConfig(template);
    assert.deepEqual(Object.keys(upstreams ?? {}), ['chat', 'room']);
    assert.equal(servers[0]?.locations['= /chat']?.proxyPass, 'http://chat');
  });

  test('takes a port out of a range of mapped ports', () => {
    const stack = new TestStack();
    const service = chatService(stack, new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc }));
    service.taskDefinition.defaultContainer?.addPortMappings({
      containerPort: ecs.ContainerDefinition.CONTAINER_PORT_USE_RANGE,
      containerPortRange: '9000-9010',
    });
    stack.addProxy({ backends: { '/': Backend.service(service, 9005) } });
    assert.match(JSON.stringify(proxyConfig(stack.template()).upstreams), /\.internal:9005"/);
  });

  test('reaches a service of another stack, which needs nothing of the proxy', () => {
    const app = testApp();
    const services = new TestStack(app, 'Services');
    const cluster = new ecs.Cluster(services, 'Cluster', { vpc: services.vpc });
    cluster.addDefaultCloudMapNamespace({ name: 'services.test' });
    const service = chatService(services, cluster);
    const front = new Stack(app, 'Front');
    new WebSocketProxy(front, 'Proxy', { vpc: services.vpc, backends: { '/': Backend.service(service, 8080) } });
    const template = Template.fromStack(front);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { Description: 'Proxy to backend' });
    assert.deepEqual(services.dependencies, []);
    assert.deepEqual(front.dependencies, [services]);
  });
});
