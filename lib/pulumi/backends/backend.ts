import type * as pulumi from '@pulumi/pulumi';
import { common, type Kind, mark, read, text } from '../../plan/props/index.ts';
import type { GivenBackend } from './bound-backend.ts';
import type { BackendDirectives } from './directives.ts';
import { placeOf } from '../args/setting-context.ts';
import { SERVICE_BACKEND_ARGS, type ServiceBackendArgs, serviceBackend, serviceTargetNow } from './service-backend.ts';
import { urlBackend, urlTargetNow } from './url-backend.ts';

const NAME = text('the name of a service', "'chat'");

/** Checked when the backend is given to a proxy, so that messages say of which one and which location. */
function checkService(name: unknown, args: unknown, directives: unknown): void {
  argument('name', NAME, name);
  argument('args', SERVICE_BACKEND_ARGS, args);
  argument('directives', common.directives, directives);
}

function argument(name: string, kind: Kind<unknown>, value: unknown): void {
  read(kind, value, placeOf(name));
}

/** Where the requests of a location go. */
export class Backend {
  /**
   * The tasks of an ECS service in network mode `awsvpc`, found by AWS Cloud Map; their security group lets the proxy's tasks in.
   *
   * Without a `dnsName` the proxy makes a Cloud Map service, in a private DNS namespace of its own, for the ECS service to register with.
   *
   * @param name - what the backend is called in the proxy's configuration and in the names of what is made for it
   * @param directives - nginx's directives for the location, such as `{ clientMaxBodySize: '10m' }`; headers in `proxySetHeader` are added to the
   *   standard ones. Values may be outputs. What would not work behind a load balancer, such as `allow` and `deny` of addresses or the name of a file, is refused, or
   *   replaced with a warning
   * @example
   * const chat = Backend.service('chat', { port: 8080, securityGroupId: chatTasks.id });
   * const proxy = new WebSocketProxy('edge', { backends: { '/chat/': chat }, ...network });
   * new aws.ecs.Service('chat', { serviceRegistries: { registryArn: proxy.registry(chat).arn }, ...chatService });
   */
  static service(name: string, args: ServiceBackendArgs, directives: BackendDirectives = {}): Backend {
    return new Backend({
      ...{ name, directives },
      targetNow: () => {
        checkService(name, args, directives);
        return serviceTargetNow(name, args);
      },
      bind: (options) => serviceBackend(name, args, options),
    });
  }

  /**
   * Anything that has a URL: `http://legacy.internal:8080`, `https://api.example.com`.
   *
   * As in nginx, a path in it takes the place of the location: with `'/chat/'` and `http://legacy.internal/v1/`, a request for `/chat/room`
   * becomes `/v1/room`. An `https` backend's certificate is verified, and its own host is the `Host` it is asked for; others get the client's.
   * With `nginxConf` the same holds of an `https` backend wherever the file doesn't say something else of it, and others get what the file says.
   * Security groups are left alone.
   *
   * @param url - `http` or `https`, without credentials, query and fragment
   * @param directives - nginx's directives for the location, such as `{ proxyReadTimeout: '30s' }`; headers in `proxySetHeader` are added to the
   *   standard ones. Values may be outputs. What would not work behind a load balancer, such as `allow` and `deny` of addresses or the name of a file, is refused, or
   *   replaced with a warning
   */
  static url(url: pulumi.Input<string>, directives: BackendDirectives = {}): Backend {
    return new Backend({
      directives,
      targetNow: () => {
        argument('url', common.url, url);
        argument('directives', common.directives, directives);
        return urlTargetNow(url);
      },
      bind: (options) => urlBackend(url, options),
    });
  }

  readonly #given: GivenBackend;

  private constructor(given: GivenBackend) {
    this.#given = given;
    mark(this, 'pulumi.Backend');
  }

  /**
   * The same backend, bound once with this one, for a location with directives of its own.
   *
   * @internal
   */
  _withDirectives(directives: BackendDirectives): Backend {
    return new Backend({
      ...this.#given,
      directives,
      targetNow: () => {
        argument('directives', common.directives, directives);
        return this.#given.targetNow();
      },
    });
  }

  /** @internal */
  _bind(): GivenBackend {
    return this.#given;
  }
}
