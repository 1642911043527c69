import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cloudmap from 'aws-cdk-lib/aws-servicediscovery';
import {
  Backend,
  Compute,
  LoadBalancing,
  Scaling,
  WebSocketProxy,
  type WebSocketProxyProps,
} from 'websocket-proxy-constructs/cdk';
import { chatService, legacy, testApp, TestStack } from './fixture.ts';

type Props = Partial<WebSocketProxyProps>;

const VPC = { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-central-1a', 'eu-central-1b'] };
const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/7bf2a0a4';

/** Every way to go wrong in the props, with what is said about it. */
const CASES: Readonly<Record<string, { readonly props: (stack: TestStack) => Props; readonly message: string }>> = {
  "an idle timeout out of the load balancer's range": {
    props: () => ({ idleTimeout: Duration.seconds(4001) }),
    message:
      'idleTimeout is 4001 s, but an Application Load Balancer allows 1 to 4000 s; stay within it and let either side ping in time, which keeps a socket open for as long as you like',
  },
  'a time that is no whole number of seconds': {
    props: () => ({ stopTimeout: Duration.millis(2500) }),
    message: 'stopTimeout is 2500 ms, but AWS takes whole seconds; use Duration.seconds(3)',
  },
  'a token that would have to be converted to seconds': {
    props: () => ({ idleTimeout: Duration.minutes(Lazy.number({ produce: () => 1 })) }),
    message: 'idleTimeout is a token in minutes, but AWS takes seconds; make it with Duration.seconds()',
  },
  'a size Fargate does not have': {
    props: () => ({ compute: Compute.fargate({ cpu: 256, memoryLimitMiB: 4096 }) }),
    message:
      'compute.memoryLimitMiB is 4096, but Fargate allows 512, 1024, 2048 MiB with cpu 256; use cpu 512 for 4096 MiB',
  },
  'memory that follows from a token': {
    props: () => ({ compute: Compute.fargate({ cpu: Lazy.number({ produce: () => 1024 }) }) }),
    message:
      'compute.cpu is known to the deployment only, but it decides which memory Fargate allows; give memoryLimitMiB too',
  },
  'no tasks for a capacity': {
    props: () => ({ capacity: { tunnels: 10 }, scaling: Scaling.fixed(0) }),
    message: 'scaling.desiredCount is 0, but capacity says what the tasks are to take; leave one of the two out',
  },
  'a capacity for a size that is a token': {
    props: () => ({
      capacity: { tunnels: 10 },
      compute: Compute.fargate({ cpu: Lazy.number({ produce: () => 256 }) }),
    }),
    message:
      'capacity is given, but compute.cpu is known to the deployment only; give it a number, or leave capacity out',
  },
  'a capacity that is a token': {
    props: () => ({ capacity: { tunnels: Lazy.number({ produce: () => 10 }) } }),
    message:
      'capacity.tunnels is known to the deployment only, but other numbers follow from it; give it a plain value',
  },
  'neither VPC nor cluster': {
    props: () => ({ vpc: undefined }),
    message: 'neither vpc nor cluster is given; give the VPC, or a cluster in it',
  },
  'a VPC other than the cluster’s': {
    props: (stack) => ({
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'One', VPC),
      cluster: ecs.Cluster.fromClusterAttributes(stack, 'Cluster', {
        clusterName: 'shared',
        vpc: ec2.Vpc.fromVpcAttributes(stack, 'Two', { ...VPC, vpcId: 'vpc-0123456789abcdef1' }),
      }),
    }),
    message: "vpc is vpc-0123456789abcdef0, but the tasks run in the cluster's, vpc-0123456789abcdef1; leave vpc out",
  },
  'a VPC of the app other than the cluster’s': {
    props: (stack) => ({
      vpc: new ec2.Vpc(stack, 'Other'),
      cluster: new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc }),
    }),
    message: "vpc is Chat/Other, but the tasks run in the cluster's, Chat/Vpc; leave vpc out",
  },
  'an SSL policy without a certificate': {
    props: () => ({ loadBalancing: LoadBalancing.application({ sslPolicy: elbv2.SslPolicy.TLS13_13 }) }),
    message:
      'loadBalancing.sslPolicy is given, but without a certificate there is no HTTPS listener; give certificate too',
  },
  'a redirect without a certificate': {
    props: () => ({ loadBalancing: LoadBalancing.application({ redirectHttp: true }) }),
    message:
      'loadBalancing.redirectHttp is true, but without a certificate there is no HTTPS to go to; give certificate too',
  },
  'a retention for a log group that is given': {
    props: (stack) => ({ logGroup: new logs.LogGroup(stack, 'Logs'), logRetention: logs.RetentionDays.ONE_DAY }),
    message: "logRetention is for the proxy's own log group, but logGroup is given; set the retention there",
  },
  'a CPU architecture Fargate does not have': {
    props: () => ({ compute: Compute.fargate({ cpuArchitecture: ecs.CpuArchitecture.of('RISCV') }) }),
    message: "compute.cpuArchitecture is 'RISCV', but Fargate allows X86_64 and ARM64; use one of these",
  },
  'a load balancer in one Availability Zone': {
    props: (stack) => ({ vpc: new ec2.Vpc(stack, 'Narrow', { maxAzs: 1 }) }),
    message:
      'the load balancer has subnets in one Availability Zone, but an Application Load Balancer needs two; use a VPC with maxAzs 2 or more, or other subnets by LoadBalancing.application({ vpcSubnets })',
  },
  'a public load balancer in a VPC without public subnets': {
    props: (stack) => ({ vpc: vpcOf(stack, ec2.SubnetType.PRIVATE_ISOLATED) }),
    message:
      'the VPC has no public subnets, where the load balancer would go; use a VPC with public subnets, or LoadBalancing.application({ internetFacing: false })',
  },
  'tasks with public addresses in a VPC without public subnets': {
    props: (stack) => ({
      vpc: vpcOf(stack, ec2.SubnetType.PRIVATE_ISOLATED),
      loadBalancing: LoadBalancing.application({ internetFacing: false }),
      compute: Compute.fargate({ assignPublicIp: true }),
    }),
    message:
      'the VPC has no public subnets, where the tasks would go; use a VPC with public subnets, or Compute.fargate({ assignPublicIp: false })',
  },
  'a VPC without subnets': {
    props: (stack) => ({
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Imported', VPC),
      loadBalancing: LoadBalancing.application({ internetFacing: false }),
    }),
    message: 'the VPC has no subnets, where the load balancer would go; use a VPC with subnets',
  },
  'subnets for the load balancer that the VPC does not have': {
    props: () => ({ loadBalancing: LoadBalancing.application({ vpcSubnets: { subnetGroupName: 'Edge' } }) }),
    message:
      "loadBalancing.vpcSubnets can't be used (There are no subnet groups with name 'Edge' in this VPC. Available names: Public,Private); select subnets that the VPC has",
  },
  'no subnets for the load balancer': {
    props: () => ({ loadBalancing: LoadBalancing.application({ vpcSubnets: { subnets: [] } }) }),
    message:
      'loadBalancing.vpcSubnets has 0 subnets, but an Application Load Balancer needs two, in two Availability Zones; select others',
  },
  'subnets for the tasks that the VPC does not have': {
    props: (stack) => ({
      vpc: vpcOf(stack, ec2.SubnetType.PUBLIC),
      compute: Compute.fargate({ vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } }),
    }),
    message:
      "compute.vpcSubnets can't be used (There are no 'Private' subnet groups in this VPC. Available types: Public); select subnets that the VPC has",
  },
  'no subnets for the tasks': {
    props: () => ({ compute: Compute.fargate({ vpcSubnets: { availabilityZones: ['elsewhere-1a'] } }) }),
    message: 'compute.vpcSubnets has 0 subnets, but a task needs one; select others',
  },
  'an internal load balancer in a VPC whose addresses are not known': {
    props: (stack) => ({
      loadBalancing: LoadBalancing.application({ internetFacing: false }),
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Imported', { ...VPC, privateSubnetIds: ['subnet-1', 'subnet-2'] }),
    }),
    message:
      'the address range of the imported VPC is not known; give LoadBalancing.application({ allowFrom }), or vpcCidrBlock to Vpc.fromVpcAttributes()',
  },
  'a location that is none': {
    props: () => ({ backends: { chat: legacy() } }),
    message:
      "backends['chat'] is no location; write a path that starts with /, with nginx's modifier if any: '/chat/', '= /exact', '~ ^/re'",
  },
  'a location without a backend': {
    props: () => ({ backends: { '/': undefined as unknown as Backend } }),
    message: "backends['/'] is undefined, but takes a Backend; use Backend.service() or Backend.url()",
  },
  'a URL that a backend can’t have': {
    props: () => ({ backends: { '/': Backend.url('http://legacy/?a=1') } }),
    message:
      "backends['/']: the backend URL 'http://legacy/?a=1' has a query, but a request's own is passed on; leave it out",
  },
  'an imported service': {
    props: (stack) => ({
      backends: {
        '/': Backend.service(
          ecs.FargateService.fromFargateServiceAttributes(stack, 'Imported', {
            serviceName: 'chat',
            cluster: new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc }),
          }),
          8080,
        ),
      },
    }),
    message:
      "backends['/']: the service Chat/Imported is imported, so where its tasks are is not known here; use Backend.url() with its DNS name",
  },
  'a port that no container maps': {
    props: (stack) => ({ backends: { '/': Backend.service(chatIn(stack), 3000) } }),
    message:
      "backends['/']: no container of the service Chat/ChatService maps the TCP port 3000 (mapped: 8080); add { containerPort: 3000 } to its portMappings",
  },
  'a service whose tasks have no addresses of their own': {
    props: (stack) => ({ backends: { '/': Backend.service(bridgeService(stack), 8080) } }),
    message:
      "backends['/']: the service Chat/Bridge has the network mode bridge, but only awsvpc gives its tasks addresses; use awsvpc, or Backend.url() with the address of a load balancer",
  },
  'a service whose task sets are made by other means': {
    props: (stack) => {
      const deploymentController = { type: ecs.DeploymentControllerType.EXTERNAL };
      const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
      return {
        backends: { '/': Backend.service(chatService(stack, cluster, 'Chat', { deploymentController }), 8080) },
      };
    },
    message:
      "backends['/']: the service Chat/Chat has the deployment controller EXTERNAL, so where its tasks are is not known here; use Backend.url() with the DNS name of its task sets",
  },
  'a Cloud Map service without A records': {
    props: (stack) => {
      const service = chatIn(stack);
      const cloudMapNamespace = new cloudmap.PrivateDnsNamespace(stack, 'Dns', { name: 'chat.test', vpc: stack.vpc });
      service.enableCloudMap({ cloudMapNamespace, dnsRecordType: cloudmap.DnsRecordType.SRV });
      return { backends: { '/': Backend.service(service, 8080) } };
    },
    message:
      "backends['/']: the Cloud Map service of Chat/ChatService has no A records; give the service cloudMapOptions with dnsRecordType A in a DNS namespace",
  },
  'a service of another stack that can’t be found': {
    props: (stack) => {
      const other = new Stack(stack, 'Other');
      const cluster = new ecs.Cluster(other, 'Cluster', { vpc: stack.vpc });
      return { backends: { '/': Backend.service(chatService(other, cluster), 8080) } };
    },
    message:
      "backends['/']: the service Chat/Other/ChatService is in another stack and has no Cloud Map service; give it cloudMapOptions there, or its cluster a default namespace with DNS",
  },
};

describe('WebSocketProxy refuses', () => {
  for (const [name, { props, message }] of Object.entries(CASES)) {
    test(name, () => {
      const stack = new TestStack();
      const given = props(stack);
      assert.throws(() => stack.addProxy(given), { name: 'PlanError', message: `Chat/Proxy: ${message}` });
    });
  }

  test('a location that is there already', () => {
    const proxy = new TestStack().addProxy();
    assert.throws(() => {
      proxy.addBackend('/', legacy());
    }, /^PlanError: Chat\/Proxy: backends\['\/'\] is there already; use another location, or leave one out$/);
  });

  test('two locations that are one to nginx, when the app is synthesized', () => {
    const stack = new TestStack();
    stack.addProxy().addBackend('^~ /', legacy());
    assert.throws(
      () => stack.template(),
      /\[Chat\/Proxy\] the proxy would refuse its configuration: servers\[0\]\.locations: "\/" is there twice; leave one out/,
    );
  });

  test('to have no backend when the app is synthesized', () => {
    const stack = new TestStack();
    new WebSocketProxy(stack, 'Proxy', { vpc: stack.vpc, backends: {} });
    assert.throws(
      () => stack.template(),
      /\[Chat\/Proxy\] has no backend; give it backends, or call addBackend\('\/', /,
    );
  });

  test('what it refuses with the whole path in front', () => {
    const app = testApp();
    const stack = new TestStack(app, 'Production');
    assert.throws(
      () => stack.addProxy({ scaling: Scaling.fixed(-1) }, 'Edge'),
      /^PlanError: Production\/Edge: scaling.desiredCount is -1/,
    );
  });

  test('nothing about a certificate with all it allows', () => {
    const stack = new TestStack();
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
    stack.addProxy({
      certificate,
      loadBalancing: LoadBalancing.application({ redirectHttp: true, sslPolicy: elbv2.SslPolicy.TLS13_13 }),
    });
    assert.doesNotThrow(() => stack.template());
  });
});

function vpcOf(stack: TestStack, subnetType: ec2.SubnetType): ec2.Vpc {
  return new ec2.Vpc(stack, 'Other', { natGateways: 0, subnetConfiguration: [{ name: 'Only', subnetType }] });
}

function chatIn(stack: TestStack): ecs.FargateService {
  return chatService(stack, new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc }));
}

function bridgeService(stack: TestStack): ecs.Ec2Service {
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: stack.vpc });
  cluster.addCapacity('Capacity', { instanceType: new ec2.InstanceType('t4g.small') });
  const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'Task');
  taskDefinition.addContainer('chat', {
    image: ecs.ContainerImage.fromRegistry('example/chat'),
    memoryLimitMiB: 128,
    portMappings: [{ containerPort: 8080 }],
  });
  return new ecs.Ec2Service(stack, 'Bridge', { cluster, taskDefinition });
}
