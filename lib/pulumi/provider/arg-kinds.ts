import type * as pulumi from '@pulumi/pulumi';
import {
  common,
  facetMember,
  facetProps,
  flag,
  isPlainObject,
  type Kind,
  type Kinds,
  late,
  movedProps,
  read,
  recordOf,
  shape,
  text,
} from '../../plan/props/index.ts';
import { ARGS_OPTIONS, SHARED_ARGS } from '../args/arg-kinds.ts';
import { COMPUTE_KINDS, type ComputeSettings } from '../compute/renderers.ts';
import { LOAD_BALANCING_KINDS, type LoadBalancingSettings } from '../load-balancing/renderers.ts';
import { NODE_IMAGE_OPTIONS } from '../images/node-image.ts';
import { placeOf } from '../args/setting-context.ts';
import { SCALING_KINDS, type ScalingSettings } from '../scaling/renderers.ts';
import { SERVICE_BACKEND_ARGS } from '../backends/service-backend.ts';
import type { BackendArgs, WebSocketProxyArgs } from './websocket-proxy-args.ts';

const EXAMPLE = "{ '/': { url: 'http://host:port' } }";

/** What a backend has besides directives. */
const ADDRESS: Kinds<Pick<BackendArgs, 'url' | 'service'>> = {
  url: common.url,
  service: text('the name of one of services', "'chat'"),
};

const address = shape(ADDRESS, { takes: 'a URL or the name of a service', wayOut: "use { url: 'http://host:port' }" });

/** A backend, or its URL; an output could be the name of a service. Which directives there are, and what they take, is checked with the location. */
const backend: Kind<BackendArgs> = {
  takes: address.takes,
  read: (value, place) => {
    if (typeof value === 'string') return { url: value };
    if (!isPlainObject(value)) return address.read(value, place);
    const { url, service, ...directives } = value;
    // Of something without an address, a key that is meant to be one is what to speak of.
    if (url === undefined && service === undefined) return address.read(value, place);
    const stated = Object.entries(directives).filter(([, directive]) => directive !== undefined);
    return { ...Object.fromEntries(stated), ...address.read({ url, service }, place) };
  },
};

const loadBalancing = facetMember(LOAD_BALANCING_KINDS, 'use { application: { internetFacing: false } }');

const compute = facetMember(COMPUTE_KINDS, 'use { fargate: { cpu: 512 } }');

const scaling = facetMember(SCALING_KINDS, 'use { fixed: { desiredCount: 3 } }');

/** The arguments of other languages as data: as in TypeScript, but for what no schema has a type for. */
export interface ReadArgs extends Omit<WebSocketProxyArgs, 'loadBalancing' | 'compute' | 'scaling'> {
  readonly loadBalancing?: LoadBalancingSettings;
  readonly compute?: ComputeSettings;
  readonly scaling?: ScalingSettings;
}

/** What each argument takes in other languages. */
export const ARGS = {
  ...SHARED_ARGS,
  backends: recordOf(backend, 'an object of backends by location', EXAMPLE),
  nginxConf: late<pulumi.Input<string>, unknown>(text('the text of an nginx.conf', "'server { … }'")),
  services: recordOf(SERVICE_BACKEND_ARGS, 'an object of services by name', '{ chat: { port: 8080 } }'),
  imageUri: common.imageUri,
  nodeImage: NODE_IMAGE_OPTIONS,
  dockerBuild: flag,
  loadBalancing,
  compute,
  scaling,
} satisfies Kinds<ReadArgs>;

const args: Kind<ReadArgs> = shape<ReadArgs>(ARGS, {
  ...ARGS_OPTIONS,
  wayOut: `use { vpcId, backends: ${EXAMPLE} }`,
  moved: movedProps('schema'),
  within: facetProps('schema'),
});

/** @throws PlanError for an argument that there is not, and for a value that one does not take */
export function readArgs(given: unknown): ReadArgs {
  return read(args, given, placeOf(''));
}
