import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { App, CfnParameter, Duration, Fn, Lazy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Backend, Compute, LoadBalancing, RuntimeImage, Scaling, WebSocketProxy } from 'websocket-proxy-constructs/cdk';
import * as pulumi from 'websocket-proxy-constructs/pulumi';
import { chatService, legacy, proxyConfig, testApp, TestStack } from './fixture.ts';

/** What callers without types may give. */
type Untyped = Readonly<Record<string, unknown>>;

const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/7bf2a0a4';

const IMAGE =
  "but takes a RuntimeImage; use RuntimeImage.fromRegistry() or RuntimeImage.fromEcrRepository() with a copy of the proxy's own image, RuntimeImage.onNodeImage(), the default, or RuntimeImage.fromAsset()";

const untypedBackend = Backend as unknown as Record<'service' | 'url', (...args: unknown[]) => Backend>;
const untypedImage = RuntimeImage as unknown as Record<
  'fromRegistry' | 'fromEcrRepository',
  (...args: unknown[]) => RuntimeImage
>;

/** What is wrong in props, and what is said about it. */
const REFUSED: readonly (readonly [Untyped | ((stack: TestStack) => Untyped), string])[] = [
  [{ idleTimout: Duration.minutes(1) }, 'there is no prop idleTimout; use idleTimeout'],
  [{ certificates: [] }, 'there is no prop certificates; use certificate'],
  [{ certificateArn: CERTIFICATE }, 'there is no prop certificateArn; use certificate'],
  [{ loadBalancer: {} }, 'there is no prop loadBalancer; use loadBalancing'],
  [
    { loadBalancerSubnetIds: [] },
    'there is no prop loadBalancerSubnetIds; use LoadBalancing.application({ vpcSubnets }) or Compute.fargate({ vpcSubnets })',
  ],
  [{ memory: 512 }, 'there is no prop memory; use Compute.fargate({ memoryLimitMiB })'],
  [
    { internal: true },
    'there is no prop internal; use LoadBalancing.application({ internetFacing }), which is its opposite',
  ],
  [
    { publicLoadBalancer: false },
    'publicLoadBalancer is LoadBalancing.application({ internetFacing }) now; give it as loadBalancing',
  ],
  [
    { loadBalancing: { internetFacing: false } },
    'loadBalancing is an object, but takes a LoadBalancing; use LoadBalancing.application({ internetFacing: false })',
  ],
  [
    { loadBalancing: Compute.fargate() },
    'loadBalancing is a Compute, but takes a LoadBalancing; use LoadBalancing.application({ internetFacing: false })',
  ],
  [
    { compute: Compute.fargate('small' as never) },
    "compute is 'small', but takes an object; use Compute.fargate({ cpu: 512 })",
  ],
  [
    { loadBalancing: LoadBalancing.application({ internal: true } as Untyped) },
    'there is no prop loadBalancing.internal; use internetFacing, which is its opposite',
  ],
  [{ tags: {} }, "there is no prop tags; use Tags.of(proxy).add('KEY', 'VALUE')"],
  [
    { compute: Compute.fargate({ circuitBreaker: { rolback: true } } as Untyped) },
    'there is no key compute.circuitBreaker.rolback; use rollback',
  ],
  [
    { compute: Compute.fargate({ circuitBreaker: true } as Untyped) },
    'compute.circuitBreaker is true, but takes a DeploymentCircuitBreaker; use { rollback: true }',
  ],
  [{ idleTimeout: 900 }, 'idleTimeout is the number 900, but takes a Duration; use Duration.seconds(900)'],
  [{ stopTimeout: '15 min' }, "stopTimeout is '15 min', but takes a Duration; use Duration.minutes(15) or '15m'"],
  [
    { loadBalancing: LoadBalancing.application({ clientKeepAlive: Lazy.number({ produce: () => 60 }) } as Untyped) },
    'loadBalancing.clientKeepAlive is known to the deployment only, but takes a Duration; make it one with Duration.seconds()',
  ],
  [{ stopTimeout: '2500ms' }, 'stopTimeout is 2500 ms, but AWS takes whole seconds; use Duration.seconds(3)'],
  [{ image: 'nginx:latest' }, `image is 'nginx:latest', ${IMAGE}`],
  [{ image: ecs.ContainerImage.fromRegistry('nginx') }, `image is a RepositoryImage, ${IMAGE}`],
  [{ image: legacy() }, `image is a Backend, ${IMAGE}`],
  [
    { image: pulumi.RuntimeImage.onNodeImage() },
    'image is a RuntimeImage, but takes one of websocket-proxy-constructs/cdk; import it from there',
  ],
  [
    { image: untypedImage.fromRegistry() },
    "the uri of RuntimeImage.fromRegistry() is undefined, but takes an image's name; use 'REGISTRY/NAME:TAG'",
  ],
  [
    { image: untypedImage.fromEcrRepository('wsproxy') },
    "the repository of RuntimeImage.fromEcrRepository() is 'wsproxy', but takes a repository in Amazon ECR; use Repository.fromRepositoryName(this, 'Repository', 'NAME')",
  ],
  [
    (stack) => ({ image: untypedImage.fromEcrRepository(new ecr.Repository(stack, 'Repository'), 5) }),
    "the tagOrDigest of RuntimeImage.fromEcrRepository() is the number 5, but takes a tag or digest; use 'latest' or 'sha256:…'",
  ],
  [
    ({ vpc }) => ({ loadBalancing: LoadBalancing.application({ allowFrom: [vpc.vpcCidrBlock] } as Untyped) }),
    'loadBalancing.allowFrom[0] is known to the deployment only, and so is what it is; make it a peer with Peer.ipv4(), Peer.ipv6() or Peer.prefixList()',
  ],
  [
    (stack) => ({
      loadBalancing: LoadBalancing.application({ allowFrom: [new s3.Bucket(stack, 'Bucket')] } as Untyped),
    }),
    "loadBalancing.allowFrom[0] is a Bucket, but takes a Peer; use Peer.ipv4('192.0.2.0/24'), or a security group",
  ],
  [
    { loadBalancing: LoadBalancing.application({ allowFrom: ['sg-1'] } as Untyped) },
    "loadBalancing.allowFrom[0] is 'sg-1', but takes an address range, prefix list or security group; use Peer.ipv4(), Peer.ipv6(), Peer.prefixList() or a security group",
  ],
  [
    { certificate: 'example.com' },
    "certificate is 'example.com', but takes a certificate; use Certificate.fromCertificateArn(this, 'Certificate', 'arn:…')",
  ],
  [
    { certificate: [] },
    'certificate is an empty list, but takes a certificate; give one, and add others with listener.addCertificates()',
  ],
  [{ certificate: null }, 'certificate is null, but takes a certificate; leave it out'],
  [
    { backends: { '/': untypedBackend.service(undefined, 80) } },
    "backends['/']: service is undefined, but takes an ECS service; use a service of this app, such as a FargateService that is made before",
  ],
  [
    { backends: { '/': untypedBackend.service({ service: {} }, 80) } },
    "backends['/']: service is an object, but takes an ECS service; use its service",
  ],
  [
    (stack) => ({ backends: { '/': untypedBackend.service(chatIn(stack), '8080') } }),
    "backends['/']: port is '8080', but takes whole numbers; use 8080",
  ],
  [
    (stack) => ({ backends: { '/': untypedBackend.service(chatIn(stack)) } }),
    "backends['/']: port is undefined, but takes whole numbers; use a number",
  ],
  [
    (stack) => ({ backends: { '/': chatIn(stack) } }),
    "backends['/'] is a FargateService, but takes a Backend; use Backend.service() with it and a port",
  ],
  [
    { backends: { '/': untypedBackend.url(new URL('http://legacy.internal')) } },
    "backends['/']: url is a URL, but takes the text of a URL; use 'http://host:port'",
  ],
  [
    { backends: { '/': untypedBackend.url('http://legacy.internal', '30s') } },
    "backends['/']: directives is '30s', but takes an object of nginx's directives; use { proxyReadTimeout: '30s' }",
  ],
  [
    { backends: { '/': untypedBackend.url('http://legacy.internal', { proxy_read_timeout: '30s' }) } },
    "backends['/'] proxy_read_timeout: unknown option; did you mean proxyReadTimeout?",
  ],
  [{ scaling: Scaling.fixed('3' as never) }, "scaling.desiredCount is '3', but takes whole numbers; use 3"],
  [{ vpc: 'vpc-123' }, "vpc is 'vpc-123', but takes a VPC; use Vpc.fromLookup(this, 'Vpc', { vpcId: 'vpc-123' })"],
  [
    { cluster: {} },
    'cluster is an empty object, but takes an ECS cluster; use a Cluster, or Cluster.fromClusterAttributes()',
  ],
  [
    { loadBalancing: LoadBalancing.application({ internetFacing: Lazy.any({ produce: () => true }) } as Untyped) },
    'loadBalancing.internetFacing is known to the deployment only, but it decides which resources there are; give it a plain value',
  ],
  [
    { certificate: CERTIFICATE, loadBalancing: LoadBalancing.application({ sslPolicy: 'TLS13_RES' } as Untyped) },
    "loadBalancing.sslPolicy is 'TLS13_RES', but takes the name of a security policy; use SslPolicy.TLS13_RES",
  ],
  [
    ({ vpc }) => ({ loadBalancing: LoadBalancing.application({ vpcSubnets: vpc.publicSubnets } as Untyped) }),
    'loadBalancing.vpcSubnets is a list, but takes a SubnetSelection; use { subnets: […] }',
  ],
  [
    { compute: Compute.fargate({ vpcSubnets: { subnetTyp: 'Public' } } as Untyped) },
    'there is no key compute.vpcSubnets.subnetTyp; use subnetType',
  ],
  [
    { compute: Compute.fargate({ vpcSubnets: { subnetType: 'PUBLIC' } } as Untyped) },
    "compute.vpcSubnets.subnetType is 'PUBLIC', but takes a SubnetType; use SubnetType.PUBLIC, SubnetType.PRIVATE_WITH_EGRESS or SubnetType.PRIVATE_ISOLATED",
  ],
  [
    { compute: Compute.fargate({ vpcSubnets: { subnets: ['subnet-1'] } } as Untyped) },
    "compute.vpcSubnets.subnets[0] is 'subnet-1', but takes a subnet; use Subnet.fromSubnetId(this, 'Subnet', 'subnet-…')",
  ],
  [
    { loadBalancing: LoadBalancing.application({ securityGroup: 'sg-1' } as Untyped) },
    "loadBalancing.securityGroup is 'sg-1', but takes a security group; use SecurityGroup.fromSecurityGroupId(this, 'Group', 'sg-…')",
  ],
  [
    { logGroup: 'chat' },
    "logGroup is 'chat', but takes a log group; use LogGroup.fromLogGroupName(this, 'Logs', 'NAME')",
  ],
];

describe('WebSocketProxy refuses in props', () => {
  for (const [props, message] of REFUSED) {
    test(message, () => {
      const stack = new TestStack();
      const given = typeof props === 'function' ? props(stack) : props;
      assert.throws(() => stack.addProxy(given), { name: 'PlanError', message: `Chat/Proxy: ${message}` });
    });
  }

  for (const [given, message] of [
    [undefined, "neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }"],
    [null, "neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }"],
    ['vpc', "props is 'vpc', but takes an object; use { vpc, backends: { '/': Backend.url('http://host:port') } }"],
  ] as const) {
    test(`no props: ${given}`, () => {
      const stack = new TestStack();
      assert.throws(() => new WebSocketProxy(stack, 'Proxy', given as never), {
        name: 'PlanError',
        message: `Chat/Proxy: ${message}`,
      });
    });
  }

  test('a location and a backend that are none', () => {
    const proxy = new TestStack().addProxy();
    for (const [location, backend, message] of [
      [undefined, legacy(), "location is undefined, but takes a location in nginx's syntax; use '/'"],
      [
        '/chat/',
        RuntimeImage.onNodeImage(),
        "backends['/chat/'] is a RuntimeImage, but takes a Backend; use Backend.service() or Backend.url()",
      ],
    ] as const) {
      assert.throws(
        () => {
          proxy.addBackend(location as never, backend as never);
        },
        { name: 'PlanError', message: `Chat/Proxy: ${message}` },
      );
    }
  });
});

describe('WebSocketProxy takes what is meant', () => {
  test("times in nginx's syntax", () => {
    const { plan } = new TestStack().addProxy({
      idleTimeout: '15m',
      stopTimeout: '90',
      loadBalancing: LoadBalancing.application({ clientKeepAlive: '1h30m' } as Untyped),
    } as Untyped);
    assert.deepEqual(
      [plan.loadBalancer.idleTimeout, plan.container.stopTimeout, plan.loadBalancer.clientKeepAlive],
      [900, 90, 5400],
    );
  });

  test('the ARN of a certificate, and a token for it', () => {
    for (const certificate of [CERTIFICATE, Fn.importValue('Certificate')]) {
      const stack = new TestStack();
      stack.addProxy({ certificate } as Untyped);
      stack.template().hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
        Port: 443,
        Certificates: [{ CertificateArn: stack.resolve(certificate) as unknown }],
      });
    }
  });

  test('the ARN of a certificate of another region as a certificate: not', () => {
    const stack = new TestStack(testApp(), 'Chat', { env: { account: '123456789012', region: 'eu-central-1' } });
    assert.throws(
      () => stack.addProxy({ certificate: CERTIFICATE.replace('eu-central-1', 'us-east-1') } as Untyped),
      /^PlanError: Chat\/Proxy: certificate is in us-east-1, but /,
    );
  });

  test('who may connect as text', () => {
    const stack = new TestStack();
    stack.addProxy({
      loadBalancing: LoadBalancing.application({
        allowFrom: ['10.0.0.0/8', '2001:db8::/32', 'pl-0a1b2c3d', 'sg-0a1b2c3d'],
      } as Untyped),
    });
    const template = JSON.stringify(stack.template().toJSON());
    for (const source of [
      '"CidrIp":"10.0.0.0/8"',
      '"CidrIpv6":"2001:db8::/32"',
      '"SourcePrefixListId":"pl-0a1b2c3d"',
      '"SourceSecurityGroupId":"sg-0a1b2c3d"',
    ]) {
      assert.ok(template.includes(source), source);
    }
  });

  test('a backend as its URL', () => {
    const stack = new TestStack();
    const proxy = stack.addProxy({ backends: { '/': 'http://legacy.internal' } } as Untyped);
    proxy.addBackend('/api/', 'http://api.internal:81' as never);
    assert.deepEqual(
      Object.values(proxyConfig(stack.template()).upstreams ?? {})
        .map(({ servers }) => servers[0]?.address)
        .toSorted(),
      ['api.internal:81', 'legacy.internal:80'],
    );
  });

  test('the name of a CPU architecture', () => {
    const stack = new TestStack();
    stack.addProxy({ compute: Compute.fargate({ cpuArchitecture: 'ARM64' } as Untyped) });
    stack
      .template()
      .hasResourceProperties('AWS::ECS::TaskDefinition', { RuntimePlatform: { CpuArchitecture: 'ARM64' } });
  });

  test('an unknown prop that is undefined, and props with getters', () => {
    const stack = new TestStack();
    class Props {
      get vpc(): ec2.IVpc {
        return stack.vpc;
      }
      get backends(): Readonly<Record<string, Backend>> {
        return { '/': legacy() };
      }
    }
    new WebSocketProxy(stack, 'Getters', new Props());
    stack.addProxy({ domainName: undefined } as Untyped);
    assert.doesNotThrow(() => stack.template());
  });

  test('tokens where the deployment may decide', () => {
    const stack = new TestStack();
    const number = (id: string): number => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    stack.addProxy({
      compute: Compute.fargate({
        cpu: number('Cpu'),
        memoryLimitMiB: number('Memory'),
        circuitBreaker: { rollback: Lazy.any({ produce: () => false }) },
      } as Untyped),
      scaling: Scaling.fixed(Lazy.number({ produce: () => 3 })),
      idleTimeout: Duration.seconds(number('Idle')),
      certificate: CERTIFICATE,
      loadBalancing: LoadBalancing.application({
        sslPolicy: new CfnParameter(stack, 'Policy').valueAsString,
        deletionProtection: Lazy.any({ produce: () => true }),
      } as Untyped),
      logRetention: number('Days'),
      backends: {
        '/': Backend.service(chatIn(stack), number('Port')),
        '/a/': Backend.url(`http://${Fn.importValue('Host')}`),
      },
    } as Untyped);
    stack
      .template()
      .hasResourceProperties('AWS::ECS::TaskDefinition', { Cpu: { Ref: 'Cpu' }, Memory: { Ref: 'Memory' } });
  });

  test('imports and lookups of all kinds', () => {
    // A lookup stands for subnets that CDK's own rules would refuse.
    const stack = new TestStack(new App(), 'Chat', { env: { account: '123456789012', region: 'eu-central-1' } });
    const vpc = ec2.Vpc.fromLookup(stack, 'Lookup', { isDefault: true });
    stack.addProxy({
      vpc,
      cluster: ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'shared', vpc }),
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE),
      loadBalancing: LoadBalancing.application({
        vpcSubnets: vpc.selectSubnets({ subnetType: ec2.SubnetType.PUBLIC }),
        securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0'),
        allowFrom: [ec2.Peer.anyIpv4(), ec2.SecurityGroup.fromSecurityGroupId(stack, 'Office', 'sg-0123456789abcdef1')],
      }),
      logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', 'chat'),
      image: RuntimeImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Repository', 'wsproxy'), '1.0.0'),
      compute: Compute.fargate({ vpcSubnets: { subnetFilters: [ec2.SubnetFilter.onePerAz()] } }),
    });
    assert.doesNotThrow(() => stack.template());
  });

  test('what another copy of aws-cdk-lib has made', () => {
    const other = otherCopy();
    assert.notEqual(other.Duration, Duration);
    const stack = new TestStack();
    stack.addProxy({
      idleTimeout: other.Duration.seconds(300),
      compute: Compute.fargate({
        cpuArchitecture: other.ecs.CpuArchitecture.ARM64,
        vpcSubnets: { subnetType: other.ec2.SubnetType.PRIVATE_WITH_EGRESS },
      }),
      loadBalancing: LoadBalancing.application({ allowFrom: [other.ec2.Peer.ipv4('192.0.2.0/24')] }),
    });
    const template = stack.template();
    template.hasResourceProperties('AWS::ECS::TaskDefinition', { RuntimePlatform: { CpuArchitecture: 'ARM64' } });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '192.0.2.0/24' })],
    });
  });
});

function chatIn(stack: TestStack): ecs.FargateService {
  return chatService(stack, new ecs.Cluster(stack, 'ChatCluster', { vpc: stack.vpc }));
}

interface Copy {
  readonly Duration: typeof Duration;
  readonly ec2: typeof ec2;
  readonly ecs: typeof ecs;
}

/** A second copy of aws-cdk-lib, as an app has whose packages don't share theirs. */
function otherCopy(): Copy {
  const require = createRequire(import.meta.url);
  const mine = { ...require.cache };
  for (const file of Object.keys(mine)) if (file.includes('/aws-cdk-lib/')) Reflect.deleteProperty(require.cache, file);
  try {
    return {
      ...(require('aws-cdk-lib') as Pick<Copy, 'Duration'>),
      ec2: require('aws-cdk-lib/aws-ec2') as Copy['ec2'],
      ecs: require('aws-cdk-lib/aws-ecs') as Copy['ecs'],
    };
  } finally {
    Object.assign(require.cache, mine);
  }
}
