import type * as pulumi from '@pulumi/pulumi';
import { ConfigError } from '../../../proxy-runtime/config/index.ts';
import { PlanError, type ParsedNginxConf } from '../../plan/index.ts';
import { Backend } from '../backends/backend.ts';
import { NginxConf } from '../configuration/nginx-conf.ts';
import { RuntimeImage } from '../images/runtime-image.ts';
import type { Settings } from '../args/settings.ts';
import { withDefaults } from '../args/arg-kinds.ts';
import { readArgs } from './arg-kinds.ts';
import type { BackendArgs, WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** The arguments of other languages as the component has them, and the backends made of `services`. */
export interface Converted {
  readonly settings: Settings;
  readonly services: ReadonlyMap<string, Backend>;
}

/** @throws PlanError */
export function convertArgs(given: WebSocketProxyArgs): Converted {
  const {
    backends,
    nginxConf,
    services: serviceArgs = {},
    imageUri,
    dockerBuild = false,
    nodeImage,
    ...others
  } = readArgs(given);
  const images = Object.entries({ nodeImage, imageUri, dockerBuild: dockerBuild || undefined });
  const [image, other] = images.filter(([, one]) => one !== undefined).map(([name]) => name);
  if (image !== undefined && other !== undefined)
    throw new PlanError(
      'WSPROXY_PROPS',
      `${image} is given, but ${other} says where another image is from; leave one out`,
    );
  const services = new Map(Object.entries(serviceArgs).map(([name, args]) => [name, Backend.service(name, args)]));
  // A map has no order on its way here; without one the configuration would be another one each time.
  const locations = Object.entries(backends ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    services,
    settings: withDefaults({
      ...others,
      ...(backends !== undefined && {
        backends: Object.fromEntries(
          locations.map(([location, backend]) => [location, convertBackend(location, backend, services)]),
        ),
      }),
      ...(nginxConf !== undefined && { nginxConf: readNginxConf(nginxConf) }),
      ...(imageUri !== undefined && { image: RuntimeImage.fromRegistry(imageUri) }),
      ...(nodeImage !== undefined && { image: RuntimeImage.onNodeImage(nodeImage) }),
      ...(dockerBuild && { image: RuntimeImage.fromDockerBuild() }),
    }),
  };
}

function readNginxConf(text: pulumi.Input<string>): pulumi.Input<ParsedNginxConf> {
  try {
    return NginxConf.fromText(text)._bind();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new PlanError('WSPROXY_NGINX_CONF', `nginxConf: ${error.message}`, { cause: error });
  }
}

function convertBackend(location: string, given: BackendArgs, services: ReadonlyMap<string, Backend>): Backend {
  const { url, service, ...directives } = given;
  if ((url === undefined) === (service === undefined)) {
    throw new PlanError(
      'WSPROXY_MISSING',
      `backends['${location}'] is no backend; give it a url, or the name of one of the services`,
    );
  }
  if (url !== undefined) return Backend.url(url, directives);
  const found = services.get(service ?? '');
  if (found !== undefined) return found._withDirectives(directives);
  throw new PlanError(
    'WSPROXY_BACKEND_SERVICE',
    `backends['${location}'] is the service '${service ?? ''}', but services has ${[...services.keys()].join(', ') || 'none'}; add it there`,
  );
}
