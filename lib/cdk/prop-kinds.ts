import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { DeploymentCircuitBreaker, ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IpAddressType, SslPolicy } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import {
  common,
  flag,
  having,
  type Kind,
  type Kinds,
  late,
  listOf,
  marked,
  read,
  shape,
  text,
  wholeNumber,
} from '../plan/props/index.ts';
import type { Backend } from './backend.ts';
import { backend, certificate, cpuArchitecture, duration, peer, subnetSelection } from './kinds.ts';
import { placeOf } from './place.ts';
import type { RuntimeImage } from './runtime-image.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

const securityGroup = having<ISecurityGroup>(
  'a security group',
  ['securityGroupId', 'addIngressRule'],
  "use SecurityGroup.fromSecurityGroupId(this, 'Group', 'sg-…')",
);

/** A token is refused with the others that locations can't be. */
const LOCATION = late(text("a location in nginx's syntax", "'/'"));

/** What each prop takes; a prop without a line does not compile. */
const PROPS = {
  backends: common.backendsOf(backend),
  nginxConf: common.nginxConf,
  vpc: having<IVpc>('a VPC', ['vpcId', 'selectSubnets'], (value) =>
    typeof value === 'string' && value.startsWith('vpc-')
      ? `use Vpc.fromLookup(this, 'Vpc', { vpcId: '${value}' })`
      : "use a Vpc, or Vpc.fromLookup(this, 'Vpc', { vpcId: 'vpc-…' })",
  ),
  cluster: having<ICluster>(
    'an ECS cluster',
    ['clusterName', 'vpc'],
    'use a Cluster, or Cluster.fromClusterAttributes()',
  ),
  certificate,
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are AWS's names
  sslPolicy: late(common.sslPolicy('SslPolicy.TLS13_RES')) as Kind<SslPolicy>,
  redirectHttp: flag,
  idleTimeout: duration,
  clientKeepAlive: duration,
  deregistrationDelay: duration,
  stopTimeout: duration,
  cpu: late(wholeNumber),
  memoryLimitMiB: late(wholeNumber),
  cpuArchitecture,
  desiredCount: late(wholeNumber),
  capacity: common.capacity,
  circuitBreaker: shape<DeploymentCircuitBreaker>(
    { enable: late(flag), rollback: late(flag) },
    { takes: 'a DeploymentCircuitBreaker', wayOut: 'use { rollback: true }' },
  ),
  image: marked<RuntimeImage>('cdk.RuntimeImage', common.imageWayOut('fromAsset')),
  publicLoadBalancer: flag,
  allowFrom: listOf(peer),
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are AWS's names
  ipAddressType: late(common.ipAddressType) as Kind<IpAddressType>,
  loadBalancerSubnets: subnetSelection,
  loadBalancerSecurityGroup: securityGroup,
  deletionProtection: late(flag),
  taskSubnets: subnetSelection,
  taskSecurityGroups: listOf(securityGroup),
  assignPublicIp: flag,
  enableExecuteCommand: flag,
  logGroup: having<ILogGroup>(
    'a log group',
    ['logGroupArn', 'logGroupName'],
    "use LogGroup.fromLogGroupName(this, 'Logs', 'NAME')",
  ),
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are days
  logRetention: late(common.logRetention(RetentionDays.INFINITE)) as Kind<RetentionDays>,
} satisfies Kinds<WebSocketProxyProps, Construct>;

const props: Kind<WebSocketProxyProps, Construct> = shape<WebSocketProxyProps, Construct>(PROPS, {
  takes: 'an object',
  wayOut: "use { vpc, backends: { '/': Backend.url('http://host:port') } }",
  noun: 'prop',
  instances: true,
  elsewhere: {
    tags: "use Tags.of(proxy).add('KEY', 'VALUE')",
    transform: 'change what the proxy has made, such as proxy.loadBalancer',
    waitForSteadyState: 'leave it out, CloudFormation always waits for the service',
  },
});

/**
 * The props as given, or made of what is meant by them.
 *
 * @throws PlanError for a prop that there is not, and for a value that a prop does not take
 */
export function readProps(scope: Construct, given: unknown): WebSocketProxyProps {
  return read(props, given ?? {}, placeOf('', scope));
}

/**
 * A location's backend, as given or made of its URL.
 *
 * @throws PlanError for what is neither
 */
export function readBackend(location: unknown, given: unknown): Backend {
  read(LOCATION, location, placeOf('location'));
  return read(backend, given, placeOf(`backends['${String(location)}']`));
}
