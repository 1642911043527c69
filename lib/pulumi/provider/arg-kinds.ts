import type * as pulumi from '@pulumi/pulumi';
import { common, flag, type Kind, type Kinds, late, read, recordOf, shape, text } from '../../plan/props/index.ts';
import { ARGS_OPTIONS, SHARED_ARGS } from '../arg-kinds.ts';
import { time as nativeTime } from '../kinds.ts';
import { NODE_IMAGE_OPTIONS } from '../node-image.ts';
import { placeOf } from '../place.ts';
import { SERVICE_BACKEND_ARGS } from '../service-backend.ts';
import type { BackendArgs, NodeImageArgs, WebSocketProxyArgs } from './websocket-proxy-args.ts';

const EXAMPLE = "{ '/': { url: 'http://host:port' } }";

const backendArgs: Kind<BackendArgs> = shape<BackendArgs>(
  { url: common.url, service: text('the name of one of services', "'chat'") },
  { takes: 'a URL or the name of a service', wayOut: "use { url: 'http://host:port' }" },
);

/** A backend, or its URL. */
const backend: Kind<BackendArgs> = {
  ...backendArgs,
  read: (value, place) => (typeof value === 'string' ? { url: value } : backendArgs.read(value, place)),
  readLate: (value) => ({ url: value as pulumi.Output<string> }),
};

/** A schema has one type for each argument: these are texts there. Numbers do no harm. */
const time = nativeTime as Kind<pulumi.Input<string>>;

/** What each argument takes in other languages: as in TypeScript, but for what no schema has a type for. */
export const ARGS = {
  ...SHARED_ARGS,
  idleTimeout: time,
  clientKeepAlive: time,
  deregistrationDelay: time,
  stopTimeout: time,
  backends: recordOf(backend, 'an object of backends by location', EXAMPLE),
  nginxConf: late<pulumi.Input<string>, unknown>(text('the text of an nginx.conf', "'server { … }'")),
  services: recordOf(SERVICE_BACKEND_ARGS, 'an object of services by name', '{ chat: { port: 8080 } }'),
  imageUri: common.imageUri,
  nodeImage: NODE_IMAGE_OPTIONS as Kind<NodeImageArgs>,
  dockerBuild: flag,
} satisfies Kinds<WebSocketProxyArgs>;

const args: Kind<WebSocketProxyArgs> = shape<WebSocketProxyArgs>(ARGS, {
  ...ARGS_OPTIONS,
  wayOut: `use { vpcId, backends: ${EXAMPLE} }`,
});

/** @throws PlanError of lib/plan for an argument that there is not, and for a value that one does not take */
export function readArgs(given: unknown): WebSocketProxyArgs {
  return read(args, given, placeOf(''));
}
