import { Token } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { BackendDirectives, BackendTarget } from '../../plan/index.ts';
import { common, having, type Kind, late, mark, read, wholeNumberFrom } from '../../plan/props/index.ts';
import type { BackendBindOptions } from './bind-options.ts';
import { placeOf } from '../props/setting-context.ts';
import { serviceTarget } from './service-target.ts';
import { withTextTokens } from '../tokens/tokens.ts';
import { urlTarget } from './url-target.ts';

const SERVICE = having<ecs.IBaseService>('an ECS service', ['serviceArn', 'node'], (value) =>
  typeof value === 'object' && value !== null && 'service' in value
    ? 'use its service'
    : 'use a service of this app, such as a FargateService that is made before',
);

const PORT = late(wholeNumberFrom(1));

/** `Fn.conditionIf()` is no text. */
const URL_TEXT: Kind<string> = {
  ...common.url,
  readLate: (value) => (typeof value === 'string' ? value : Token.asString(value)),
};

const DIRECTIVES: Kind<BackendDirectives> = {
  ...common.directives,
  read: (value, place) => withTextTokens(place.setting, common.directives.read(value, place)) as BackendDirectives,
};

/** Checked when the backend is bound, so that messages say of which proxy and location. */
function argument<T>(name: string, kind: Kind<T>, value: unknown): T {
  return read(kind, value, placeOf(name));
}

/** Where the requests of a location go. */
export class Backend {
  /**
   * The tasks of an ECS service, found by AWS Cloud Map; their security groups let the proxy's tasks in.
   *
   * A service with a Cloud Map service of its own is found by that one's A records. Another one gets a Cloud Map service: in the default
   * namespace of its cluster if that has DNS, else in a private DNS namespace that the proxy makes. A service that is certainly in another
   * VPC is warned of (`websocket-proxy-constructs:backendInOtherVpc`): a peering or a transit gateway has to lead there.
   *
   * @param service - a service of this CDK app in network mode `awsvpc`, such as any `FargateService`
   * @param port - a container port among the port mappings of the service's task definition
   * @param directives - nginx's directives for the location, such as `{ clientMaxBodySize: '10m' }`; headers in `proxySetHeader` are added to the
   *   standard ones. Texts, numbers, times and sizes may be tokens. What would not work behind a load balancer, such as `allow` and `deny` of addresses or the name of a file, is refused, or
   *   replaced with a warning
   */
  static service(service: ecs.IBaseService, port: number, directives: BackendDirectives = {}): Backend {
    return new Backend((options) => ({
      ...serviceTarget(argument('service', SERVICE, service), argument('port', PORT, port), options),
      directives: argument('directives', DIRECTIVES, directives),
    }));
  }

  /**
   * Anything that has a URL: `http://legacy.internal:8080`, `https://api.example.com`.
   *
   * As in nginx, a path in it takes the place of the location: with `'/chat/'` and `http://legacy.internal/v1/`, a request for `/chat/room`
   * becomes `/v1/room`. An `https` backend's certificate is verified, and its own host is the `Host` it is asked for; others get the client's.
   * With `nginxConf` the same holds of an `https` backend wherever the file doesn't say something else of it, and others get what the file says.
   * Security groups are left alone.
   *
   * @param url - `http` or `https`, without credentials, query and fragment; host, port and path may be tokens
   * @param directives - nginx's directives for the location, such as `{ proxyReadTimeout: '30s' }`; headers in `proxySetHeader` are added to the
   *   standard ones. Texts, numbers, times and sizes may be tokens. What would not work behind a load balancer, such as `allow` and `deny` of addresses or the name of a file, is refused, or
   *   replaced with a warning
   */
  static url(url: string, directives: BackendDirectives = {}): Backend {
    return new Backend(() => ({
      ...urlTarget(argument('url', URL_TEXT, url)),
      directives: argument('directives', DIRECTIVES, directives),
    }));
  }

  readonly #target: (options: BackendBindOptions) => BackendTarget;

  private constructor(target: (options: BackendBindOptions) => BackendTarget) {
    this.#target = target;
    mark(this, 'cdk.Backend');
  }

  /** @internal */
  _bind(options: BackendBindOptions): BackendTarget {
    return this.#target(options);
  }
}
