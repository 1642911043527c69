import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { type ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import {
  common,
  facetProps,
  having,
  type Kind,
  type Kinds,
  late,
  marked,
  movedProps,
  read,
  shape,
  text,
} from '../../plan/props/index.ts';
import type { Backend } from '../backends/backend.ts';
import { compute } from '../compute/renderers.ts';
import { backend, certificate, duration, nginxConf } from './kinds.ts';
import { loadBalancing } from '../load-balancing/renderers.ts';
import { placeOf } from './setting-context.ts';
import type { RuntimeImage } from '../images/runtime-image.ts';
import { scaling } from '../scaling/renderers.ts';
import type { GivenSettings, Settings } from './settings.ts';

/** A token is refused with the others that locations can't be. */
const LOCATION = late(text("a location in nginx's syntax", "'/'"));

/** What each prop takes; a prop without a line does not compile. */
const PROPS = {
  backends: common.backendsOf(backend),
  nginxConf,
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
  idleTimeout: duration,
  deregistrationDelay: duration,
  stopTimeout: duration,
  capacity: common.capacity,
  loadBalancing,
  compute,
  scaling,
  image: marked<RuntimeImage>('cdk.RuntimeImage', common.imageWayOut('fromAsset')),
  logGroup: having<ILogGroup>(
    'a log group',
    ['logGroupArn', 'logGroupName'],
    "use LogGroup.fromLogGroupName(this, 'Logs', 'NAME')",
  ),
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum's values are days
  logRetention: late(common.logRetention(RetentionDays.INFINITE)) as Kind<RetentionDays>,
} satisfies Kinds<GivenSettings, Construct>;

const props: Kind<GivenSettings, Construct> = shape<GivenSettings, Construct>(PROPS, {
  takes: 'an object',
  wayOut: "use { vpc, backends: { '/': Backend.url('http://host:port') } }",
  noun: 'prop',
  instances: true,
  moved: movedProps('cdk'),
  within: facetProps('cdk'),
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
export function readProps(scope: Construct, given: unknown): Settings {
  return {
    loadBalancing: { kind: 'application' },
    compute: { kind: 'fargate' },
    scaling: { kind: 'fixed' },
    ...read(props, given ?? {}, placeOf('', scope)),
  };
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
