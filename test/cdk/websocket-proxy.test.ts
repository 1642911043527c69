import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CfnParameter, Duration, Lazy, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  Backend,
  Compute,
  LoadBalancing,
  Scaling,
  WebSocketProxy,
  type IWebSocketProxy,
} from 'websocket-proxy-constructs/cdk';
import { planDeployment } from '../../lib/plan/plan-deployment.ts';
import { PROXY_SET_HEADER } from '../../lib/plan/configuration/set-headers.ts';
import { legacy, proxyConfig, proxyContainer, testApp, TestStack } from './fixture.ts';

const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/7bf2a0a4';

function certificate(stack: TestStack): acm.ICertificate {
  return acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
}

describe('WebSocketProxy by default', () => {
  const stack = new TestStack();
  const proxy = stack.addProxy();
  const template = stack.template();

  test('has a public load balancer with the idle timeout', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internet-facing',
      Type: 'application',
      LoadBalancerAttributes: [
        { Key: 'deletion_protection.enabled', Value: 'false' },
        { Key: 'idle_timeout.timeout_seconds', Value: '3600' },
        { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
        { Key: 'client_keep_alive.seconds', Value: '3600' },
      ],
    });
  });

  test('listens for HTTP and forwards to the proxy', () => {
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: stack.resolve(proxy.targetGroup.targetGroupArn) as unknown }],
    });
    assert.equal(proxy.redirectListener, undefined);
  });

  test("has a target group on HTTP/1.1 that checks the proxy's own health endpoint", () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      Protocol: 'HTTP',
      ProtocolVersion: 'HTTP1',
      Port: 8080,
      TargetType: 'ip',
      HealthCheckPort: '8081',
      HealthCheckPath: '/healthz',
      HealthCheckProtocol: 'HTTP',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 4,
      Matcher: { HttpCode: '200' },
      TargetGroupAttributes: Match.arrayWith([
        { Key: 'deregistration_delay.timeout_seconds', Value: '120' },
        { Key: 'load_balancing.algorithm.type', Value: 'least_outstanding_requests' },
      ]),
    });
  });

  test('runs two Fargate tasks in private subnets, with a circuit breaker', () => {
    template.hasResourceProperties('AWS::ECS::Service', {
      LaunchType: 'FARGATE',
      DesiredCount: 2,
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      HealthCheckGracePeriodSeconds: 60,
      AvailabilityZoneRebalancing: 'DISABLED',
      EnableExecuteCommand: false,
      LoadBalancers: [{ ContainerName: 'proxy', ContainerPort: 8080 }],
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          AssignPublicIp: 'DISABLED',
          Subnets: stack.vpc.privateSubnets.map(({ subnetId }) => stack.resolve(subnetId) as unknown),
        },
      },
    });
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '256',
      Memory: '512',
      RuntimePlatform: { CpuArchitecture: 'X86_64', OperatingSystemFamily: 'LINUX' },
    });
  });

  test('has one locked-down container, configured by its command alone', () => {
    const { Command, EntryPoint, Image, LogConfiguration, ...container } = proxyContainer(template);
    assert.deepEqual(container, {
      Name: 'proxy',
      Essential: true,
      DockerLabels: { 'websocket-proxy-constructs.runtime': '0.1.0' },
      PortMappings: [
        { ContainerPort: 8080, Protocol: 'tcp' },
        { ContainerPort: 8081, Protocol: 'tcp' },
      ],
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      StopTimeout: 120,
      Ulimits: [{ Name: 'nofile', SoftLimit: 1_048_576, HardLimit: 1_048_576 }],
      User: 'node',
    });
    assert.deepEqual(Command.slice(0, 3), ['--workers', '1', '--config-json']);
    assert.ok(EntryPoint !== undefined && Image !== undefined && LogConfiguration !== undefined);
  });

  test("configures it with nginx's WebSocket recipe and timeouts beyond the load balancer's", () => {
    const config = proxyConfig(template);
    assert.equal(config.proxyReadTimeout, 3610);
    assert.equal(config.keepaliveTimeout, 3610);
    assert.equal(config.workerShutdownTimeout, 115);
    assert.deepEqual(config.proxySetHeader, PROXY_SET_HEADER);
    assert.deepEqual(config.servers, [
      {
        listen: { address: 8080, soKeepalive: { idle: 60 } },
        locations: { '/': { proxyPass: 'http://legacy.internal' } },
      },
    ]);
  });

  test('logs without blocking the proxy, to a log group of its own', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    const { Options } = proxyContainer(template)['LogConfiguration'] as { Options: Record<string, unknown> };
    assert.equal(Options['mode'], 'non-blocking');
    assert.deepEqual(Options['awslogs-group'], stack.resolve(proxy.logGroup.logGroupName));
  });

  test('lets the tasks read their server, and the execution role write the log', () => {
    template.resourceCountIs('AWS::IAM::Policy', 2);
    const logGroup = stack.resolve(proxy.logGroup.logGroupArn) as unknown;
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(proxy.taskDefinition.executionRole?.roleName) as unknown],
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroup }],
      },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(proxy.taskDefinition.taskRole.roleName) as unknown],
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: Match.anyValue() }] },
    });
  });

  test('lets clients to the listener, the load balancer to the two ports of the tasks, and nobody else', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('ELB'),
      SecurityGroupIngress: [
        { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 80, ToPort: 80, Description: 'Clients by HTTP' },
      ],
    });
    const [loadBalancer] = ids(stack, proxy.loadBalancer.connections.securityGroups);
    const [tasks] = ids(stack, proxy.service.connections.securityGroups);
    const ingress = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(rule);
    const egress = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress')).map(rule);
    assert.deepEqual(ingress, [
      { GroupId: tasks, SourceSecurityGroupId: loadBalancer, FromPort: 8080, ToPort: 8080 },
      { GroupId: tasks, SourceSecurityGroupId: loadBalancer, FromPort: 8081, ToPort: 8081 },
    ]);
    assert.deepEqual(egress, [
      { GroupId: loadBalancer, DestinationSecurityGroupId: tasks, FromPort: 8080, ToPort: 8080 },
      { GroupId: loadBalancer, DestinationSecurityGroupId: tasks, FromPort: 8081, ToPort: 8081 },
    ]);
  });

  test('makes a cluster with Container Insights, and no outputs', () => {
    template.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    });
    assert.deepEqual(template.findOutputs('*'), {});
  });

  test('exposes its plan, its children and its address', () => {
    assert.deepEqual(proxy.plan, planDeployment({}));
    assert.deepEqual(stack.resolve(proxy.url), {
      'Fn::Join': ['', ['http://', { 'Fn::GetAtt': ['ProxyLoadBalancer296BF129', 'DNSName'] }]],
    });
    assert.equal(proxy.container.containerName, 'proxy');
    const asInterface: IWebSocketProxy = proxy;
    assert.equal(asInterface.service, proxy.service);
  });
});

describe('WebSocketProxy with a certificate', () => {
  test('listens for HTTPS with TLS 1.3 and 1.2, and redirects HTTP to it', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({ certificate: certificate(stack) });
    const template = stack.template();
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: CERTIFICATE }],
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
      DefaultActions: [Match.objectLike({ Type: 'forward' })],
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ FromPort: 443 }), Match.objectLike({ FromPort: 80 })],
    });
    assert.equal(proxy.redirectListener?.node.id, 'HttpListener');
    assert.equal(proxy.listener.node.id, 'HttpsListener');
    assert.match(JSON.stringify(stack.resolve(proxy.url)), /https:\/\//);
  });

  test('opens port 443 only when it does not redirect', () => {
    const stack = new TestStack();
    stack.addProxy({
      certificate: certificate(stack),
      loadBalancing: LoadBalancing.application({ redirectHttp: false, sslPolicy: elbv2.SslPolicy.TLS13_13 }),
    });
    const template = stack.template();
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ FromPort: 443, ToPort: 443 })],
    });
  });
});

describe('WebSocketProxy with props', () => {
  test('carries the timeouts to the load balancer, the target group, the container and the proxy', () => {
    const stack = new TestStack();
    stack.addProxy({
      idleTimeout: Duration.minutes(15),
      loadBalancing: LoadBalancing.application({ clientKeepAlive: Duration.days(1) }),
      deregistrationDelay: Duration.hours(1),
      stopTimeout: Duration.seconds(30),
    });
    const template = stack.template();
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([
        { Key: 'idle_timeout.timeout_seconds', Value: '900' },
        { Key: 'client_keep_alive.seconds', Value: '86400' },
      ]),
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetGroupAttributes: Match.arrayWith([{ Key: 'deregistration_delay.timeout_seconds', Value: '3600' }]),
    });
    assert.equal(proxyContainer(template)['StopTimeout'], 30);
    const { proxyReadTimeout, keepaliveTimeout, workerShutdownTimeout } = proxyConfig(template);
    assert.deepEqual([proxyReadTimeout, keepaliveTimeout, workerShutdownTimeout], [910, 910, 25]);
  });

  test('takes the size, the architecture and the number of the tasks', () => {
    const stack = new TestStack();
    stack.addProxy({
      compute: Compute.fargate({
        cpu: 1024,
        memoryLimitMiB: 4096,
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        circuitBreaker: { enable: false },
      }),
      scaling: Scaling.fixed(0),
    });
    const template = stack.template();
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '1024',
      Memory: '4096',
      RuntimePlatform: { CpuArchitecture: 'ARM64' },
    });
    template.hasResourceProperties('AWS::ECS::Service', {
      DesiredCount: 0,
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: false } },
    });
  });

  test('is internal, for the addresses of the VPC', () => {
    const stack = new TestStack();
    stack.addProxy({ loadBalancing: LoadBalancing.application({ internetFacing: false, deletionProtection: true }) });
    const template = stack.template();
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      Subnets: stack.vpc.privateSubnets.map(({ subnetId }) => stack.resolve(subnetId) as unknown),
      LoadBalancerAttributes: Match.arrayWith([{ Key: 'deletion_protection.enabled', Value: 'true' }]),
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [
        Match.objectLike({ CidrIp: stack.resolve(stack.vpc.vpcCidrBlock) as unknown, FromPort: 80 }),
      ],
    });
  });

  test('lets in whom it is told to', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({
      loadBalancing: LoadBalancing.application({
        allowFrom: [ec2.Peer.ipv4('192.0.2.0/24'), ec2.Peer.ipv6('2001:db8::/32')],
      }),
    });
    proxy.connections.allowDefaultPortFrom(ec2.Peer.ipv4('198.51.100.7/32'), 'Office');
    stack.template().hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [
        Match.objectLike({ CidrIp: '192.0.2.0/24', FromPort: 80 }),
        Match.objectLike({ CidrIpv6: '2001:db8::/32', FromPort: 80 }),
        Match.objectLike({ CidrIp: '198.51.100.7/32', FromPort: 80, Description: 'Office' }),
      ],
    });
  });

  test('lets in nobody with an empty list', () => {
    const stack = new TestStack();
    stack.addProxy({ loadBalancing: LoadBalancing.application({ allowFrom: [] }) });
    const groups = Object.values(stack.template().findResources('AWS::EC2::SecurityGroup'));
    assert.ok(groups.every(({ Properties }) => !('SecurityGroupIngress' in (Properties as object))));
  });

  test('has IPv6 addresses, for clients by IPv6 too', () => {
    const stack = new TestStack();
    const vpc = new ec2.Vpc(stack, 'Dual', { maxAzs: 2, ipProtocol: ec2.IpProtocol.DUAL_STACK });
    stack.addProxy({
      vpc,
      loadBalancing: LoadBalancing.application({ ipAddressType: elbv2.IpAddressType.DUAL_STACK }),
    });
    const template = stack.template();
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { IpAddressType: 'dualstack' });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '0.0.0.0/0' }), Match.objectLike({ CidrIpv6: '::/0' })],
    });
  });

  test('uses the security groups, the subnets and the log group that are given', () => {
    const stack = new TestStack();
    const logGroup = new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_DAY });
    const loadBalancerGroup = new ec2.SecurityGroup(stack, 'Front', { vpc: stack.vpc, allowAllOutbound: false });
    const tasksGroup = new ec2.SecurityGroup(stack, 'Tasks', { vpc: stack.vpc });
    const proxy = stack.addProxy({
      logGroup,
      loadBalancing: LoadBalancing.application({
        securityGroup: loadBalancerGroup,
        vpcSubnets: { subnets: stack.vpc.publicSubnets },
      }),
      compute: Compute.fargate({
        securityGroups: [tasksGroup],
        vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
        assignPublicIp: true,
      }),
    });
    const template = stack.template();
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
    assert.equal(proxy.logGroup, logGroup);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 2);
    template.hasResourceProperties('AWS::ECS::Service', {
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          AssignPublicIp: 'ENABLED',
          SecurityGroups: ids(stack, [tasksGroup]),
          Subnets: stack.vpc.publicSubnets.map(({ subnetId }) => stack.resolve(subnetId) as unknown),
        },
      },
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      SecurityGroups: ids(stack, [loadBalancerGroup]),
    });
  });

  test('keeps the log lines as long as it is told to', () => {
    const stack = new TestStack();
    stack.addProxy({ logRetention: logs.RetentionDays.INFINITE });
    const [group] = Object.values(stack.template().findResources('AWS::Logs::LogGroup'));
    assert.deepEqual(group?.['Properties'], undefined);
  });

  test('lets a shell in, which needs a writable filesystem and permissions', () => {
    const stack = new TestStack();
    stack.addProxy({ compute: Compute.fargate({ enableExecuteCommand: true }) });
    const template = stack.template();
    template.hasResourceProperties('AWS::ECS::Service', { EnableExecuteCommand: true });
    assert.equal(proxyContainer(template)['ReadonlyRootFilesystem'], false);
    assert.deepEqual(proxyContainer(template)['LinuxParameters'], { Capabilities: {}, InitProcessEnabled: true });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['ssmmessages:OpenDataChannel']) })]),
      },
    });
  });
});

describe('WebSocketProxy in other surroundings', () => {
  test('works with numbers that only the deployment knows', () => {
    const stack = new TestStack();
    const number = (id: string): number => new CfnParameter(stack, id, { type: 'Number', default: 60 }).valueAsNumber;
    stack.addProxy({
      idleTimeout: Duration.seconds(number('IdleTimeout')),
      deregistrationDelay: Duration.seconds(number('DeregistrationDelay')),
      stopTimeout: Duration.seconds(number('StopTimeout')),
      scaling: Scaling.fixed(number('DesiredCount')),
      compute: Compute.fargate({
        cpu: Lazy.number({ produce: () => 512 }),
        memoryLimitMiB: Lazy.number({ produce: () => 1024 }),
      }),
    });
    const template = stack.template();
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([{ Key: 'idle_timeout.timeout_seconds', Value: { Ref: 'IdleTimeout' } }]),
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetGroupAttributes: Match.arrayWith([
        { Key: 'deregistration_delay.timeout_seconds', Value: { Ref: 'DeregistrationDelay' } },
      ]),
    });
    template.hasResourceProperties('AWS::ECS::TaskDefinition', { Cpu: '512', Memory: '1024' });
    template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: { Ref: 'DesiredCount' } });
    assert.deepEqual(proxyContainer(template)['StopTimeout'], { Ref: 'StopTimeout' });
    const { proxyReadTimeout, workerShutdownTimeout } = proxyConfig(template);
    assert.deepEqual([proxyReadTimeout, workerShutdownTimeout], [4010, undefined]);
  });

  test('runs in an imported cluster and VPC', () => {
    const stack = new TestStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-central-1a', 'eu-central-1b'],
      publicSubnetIds: ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
      privateSubnetIds: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'],
    });
    const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'shared', vpc });
    const proxy = stack.addProxy({ vpc: undefined, cluster });
    const template = stack.template();
    template.resourceCountIs('AWS::ECS::Cluster', 0);
    assert.equal(proxy.cluster, cluster);
    template.hasResourceProperties('AWS::ECS::Service', {
      Cluster: 'shared',
      NetworkConfiguration: {
        AwsvpcConfiguration: { Subnets: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'] },
      },
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Subnets: ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
    });
  });

  test('takes a cluster and its VPC together', () => {
    const stack = new TestStack();
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
    assert.equal(stack.addProxy({ cluster }).cluster, cluster);
  });

  test('is there twice in one stack', () => {
    const stack = new TestStack();
    stack.addProxy({}, 'One');
    stack.addProxy({ idleTimeout: Duration.seconds(30) }, 'Two');
    const template = stack.template();
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 2);
    template.resourceCountIs('AWS::ECS::Service', 2);
  });

  test('is alike in a stack with an account and a region', () => {
    const env = { account: '123456789012', region: 'eu-central-1' };
    const stack = new TestStack(testApp(), 'Chat', { env });
    stack.addProxy();
    stack.template().hasResourceProperties('AWS::ECS::Service', { DesiredCount: 2 });
  });

  test('takes a certificate of its own region, as far as regions are known', () => {
    const add = (region: string | undefined, certificateRegion: string): void => {
      const stack = new TestStack(testApp(), 'Chat', region === undefined ? {} : { env: { region } });
      const arn = `arn:aws:acm:${certificateRegion}:123456789012:certificate/7bf2a0a4`;
      stack.addProxy({ certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', arn) });
    };
    add('eu-central-1', 'eu-central-1');
    add(undefined, 'us-east-1');
    assert.throws(() => add('eu-central-1', 'us-east-1'), {
      name: 'PlanError',
      message:
        'Chat/Proxy: certificate is in us-east-1, but a load balancer takes one of its own region only, eu-central-1; have one issued there',
    });
  });

  test('leaves the count of its tasks to scaling, unless told one', () => {
    const count = (desiredCount?: number): unknown => {
      const stack = new TestStack();
      stack
        .addProxy({ scaling: desiredCount === undefined ? undefined : Scaling.fixed(desiredCount) })
        .service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 10 });
      const [service] = Object.values(stack.template().findResources('AWS::ECS::Service'));
      return (service?.['Properties'] as { readonly DesiredCount?: number }).DesiredCount;
    };
    assert.equal(count(), undefined);
    assert.equal(count(3), 3);
  });

  test('hands its tags on to the tasks', () => {
    const stack = new TestStack();
    Tags.of(stack.addProxy()).add('team', 'chat');
    const template = stack.template();
    const tags = Match.arrayWith([{ Key: 'team', Value: 'chat' }]);
    template.hasResourceProperties('AWS::ECS::Service', {
      PropagateTags: 'SERVICE',
      EnableECSManagedTags: true,
      Tags: tags,
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Tags: tags });
    template.hasResourceProperties('AWS::ECS::TaskDefinition', { Tags: tags });
  });

  test('grants permissions to the role of the tasks', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy();
    new s3.Bucket(stack, 'Bucket').grantRead(proxy);
    stack.template().hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(proxy.taskDefinition.taskRole.roleName) as unknown],
    });
  });
});

describe('WebSocketProxy.addBackend', () => {
  test('adds locations after the construction', () => {
    const stack = new TestStack();
    const proxy = new WebSocketProxy(stack, 'Proxy', { vpc: stack.vpc, backends: {} });
    proxy.addBackend('/chat/', Backend.url('http://chat.internal:3000'));
    proxy.addBackend('/', legacy());
    const { servers, upstreams } = proxyConfig(Template.fromStack(stack));
    assert.deepEqual(Object.keys(servers[0]?.locations ?? {}), ['/chat/', '/']);
    assert.deepEqual(Object.keys(upstreams ?? {}), ['chat.internal', 'legacy.internal']);
  });

  test('is heard even if something has looked at the command before', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy();
    stack.resolve((proxy.taskDefinition.node.defaultChild as ecs.CfnTaskDefinition).containerDefinitions);
    proxy.addBackend('/late/', legacy());
    assert.deepEqual(Object.keys(proxyConfig(stack.template()).servers[0]?.locations ?? {}), ['/late/', '/']);
  });
});

function ids(stack: TestStack, groups: readonly ec2.ISecurityGroup[]): unknown[] {
  return groups.map(({ securityGroupId }) => stack.resolve(securityGroupId) as unknown);
}

function rule({ Properties }: Record<string, unknown>): unknown {
  const { Description, IpProtocol, ...rest } = Properties as Record<string, unknown>;
  assert.ok(Description);
  assert.equal(IpProtocol, 'tcp');
  return rest;
}
