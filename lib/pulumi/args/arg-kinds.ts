import type * as pulumi from '@pulumi/pulumi';
import {
  anyText,
  common,
  facetProps,
  type Kind,
  type Kinds,
  late,
  marked,
  movedProps,
  read,
  recordOf,
  refused,
  shape,
} from '../../plan/props/index.ts';
import { compute } from '../compute/renderers.ts';
import { backend, nginxConf, reference, subnetIds, time } from './kinds.ts';
import { loadBalancing } from '../load-balancing/renderers.ts';
import type { ExistingLogGroup } from '../compute/log-group.ts';
import { placeOf } from './setting-context.ts';
import type { RuntimeImage } from '../images/runtime-image.ts';
import { scaling } from '../scaling/renderers.ts';
import type { GivenSettings, Settings } from './settings.ts';
import type { Transform } from '../children/transform.ts';
import type { WebSocketProxyTransforms } from '../websocket-proxy-transforms.ts';

const transform: Kind<Transform<never>> = {
  takes: "a child's arguments, or a function that changes them",
  read: (value, place) => {
    if (typeof value === 'function' || (typeof value === 'object' && value !== null && !Array.isArray(value))) {
      return value as Transform<never>;
    }
    throw refused(value, transform, place, 'use (args, opts) => { … }');
  },
};

const TRANSFORMS: Readonly<Record<keyof WebSocketProxyTransforms, Kind<Transform<never>>>> = {
  cluster: transform,
  logGroup: transform,
  taskRole: transform,
  taskPolicy: transform,
  executionRole: transform,
  executionPolicy: transform,
  serverBucket: transform,
  serverBucketAccess: transform,
  serverObject: transform,
  repository: transform,
  image: transform,
  taskDefinition: transform,
  loadBalancerSecurityGroup: transform,
  taskSecurityGroup: transform,
  ingressRule: transform,
  egressRule: transform,
  loadBalancer: transform,
  targetGroup: transform,
  listener: transform,
  redirectListener: transform,
  service: transform,
  namespace: transform,
  registry: transform,
};

/** What those arguments take that are the same in every language. */
export const SHARED_ARGS = {
  vpcId: reference('the id of a VPC', "'vpc-…'"),
  publicSubnetIds: subnetIds,
  privateSubnetIds: subnetIds,
  clusterArn: reference('the ARN of an ECS cluster', "'arn:aws:ecs:…:cluster/…'", 'arn'),
  certificateArn: late(common.certificateArn),
  idleTimeout: time,
  deregistrationDelay: time,
  stopTimeout: time,
  capacity: common.capacity,
  logGroup: late(
    shape<ExistingLogGroup>(
      { name: reference('the name of a log group', "'/…'"), arn: reference('its ARN', "'arn:aws:logs:…'", 'arn') },
      {
        takes: 'an object',
        wayOut: 'use { name, arn }',
        required: {
          name: 'by which tasks write to it; give { name, arn }',
          arn: 'by which tasks may write to it; give { name, arn }',
        },
        instances: true,
      },
    ),
  ),
  logRetentionInDays: late(common.logRetention(0)),
  tags: late(recordOf(late<pulumi.Input<string>, unknown>(anyText), 'an object of texts', "{ team: 'chat' }")),
} satisfies Partial<Kinds<GivenSettings>>;

/** What each argument takes; one without a line does not compile. */
const ARGS = {
  backends: common.backendsOf(backend),
  nginxConf,
  ...SHARED_ARGS,
  loadBalancing,
  compute,
  scaling,
  image: marked<RuntimeImage>('pulumi.RuntimeImage', common.imageWayOut('fromDockerBuild')),
  transform: shape<WebSocketProxyTransforms>(TRANSFORMS as Kinds<WebSocketProxyTransforms>, {
    takes: 'an object',
    wayOut: 'use { service: { platformVersion: "1.4.0" } }',
  }),
} satisfies Kinds<GivenSettings>;

/** What the arguments are called when they are spoken of together. */
export const ARGS_OPTIONS = {
  takes: 'an object',
  wayOut: "use { vpcId, backends: { '/': Backend.url('http://host:port') } }",
  noun: 'argument',
  required: { vpcId: 'where the load balancer and the tasks go; give the id of a VPC' },
  instances: true,
} as const;

const args: Kind<GivenSettings> = shape<GivenSettings>(ARGS, {
  ...ARGS_OPTIONS,
  moved: movedProps('pulumi'),
  within: facetProps('pulumi'),
});

/**
 * The arguments as given, or made of what is meant by them.
 *
 * @throws PlanError for an argument that there is not, and for a value that one does not take
 */
export function readArgs(given: unknown): Settings {
  return withDefaults(read(args, given ?? {}, placeOf('')));
}

/** Settings with the facets that they leave open. */
export function withDefaults(given: GivenSettings): Settings {
  return {
    loadBalancing: { kind: 'application' },
    compute: { kind: 'fargate' },
    scaling: { kind: 'fixed' },
    ...given,
  };
}
