import type * as pulumi from '@pulumi/pulumi';
import type { CONNECTION_DIRECTIVES } from '../../plan/nginx-conf/levels.ts';
import type { ServiceBackendArgs as NativeServiceBackendArgs } from '../backends/service-backend.ts';
import type { BackendDirectives } from '../backends/directives.ts';
import type { FargateComputeArgs } from '../compute/fargate.ts';
import type { NodeImageOptions } from '../images/node-image.ts';
import type { ApplicationLoadBalancingArgs } from '../load-balancing/application.ts';
import type { FixedScalingArgs } from '../scaling/fixed.ts';
import type { WebSocketProxyArgs as NativeArgs } from '../websocket-proxy-args.ts';

/**
 * A backend: a URL, or a service by its name in `services`; and nginx's directives for its location, where `proxy_read_timeout` is
 * `proxyReadTimeout`.
 */
export interface BackendArgs extends Omit<BackendDirectives, (typeof CONNECTION_DIRECTIVES)[number]> {
  /**
   * Anything that has a URL: `http://legacy.internal:8080`, `https://api.example.com`. As in nginx, a path in it takes the place of the
   * location. An `https` backend's certificate is verified, unless `nginxConf` or `proxySslVerify` says otherwise.
   */
  readonly url?: pulumi.Input<string>;
  /** The name of one of `services`. */
  readonly service?: string;
}

/** An ECS service in network mode `awsvpc`, found by AWS Cloud Map. */
export interface ServiceBackendArgs extends Omit<NativeServiceBackendArgs, 'dnsName'> {
  /**
   * The DNS name of the Cloud Map service that it is registered with, which must have A records.
   *
   * @default - a Cloud Map service is made, whose ARN is in `registryArns`, for the `serviceRegistries` of the ECS service
   */
  readonly dnsName?: pulumi.Input<string>;
}

/** What takes the clients' connections to the tasks: one of these. */
export interface LoadBalancingArgs {
  /** An Application Load Balancer of the proxy's own. */
  readonly application?: ApplicationLoadBalancingArgs;
}

/** What the tasks run on: one of these. */
export interface ComputeArgs {
  /** An ECS service on Fargate. */
  readonly fargate?: FargateComputeArgs;
}

/** How many tasks run: one of these. */
export interface ScalingArgs {
  /** As many as are said. */
  readonly fixed?: FixedScalingArgs;
}

/** What a program in TypeScript gives as an object of a class, or as a function. */
type InTypeScriptOnly = 'backends' | 'nginxConf' | 'loadBalancing' | 'compute' | 'scaling' | 'image' | 'transform';

/**
 * Arguments of a WebSocket proxy in other languages: those of TypeScript, and data where TypeScript has classes. The provider's schema is written
 * from this, comments included.
 */
export interface WebSocketProxyArgs extends Omit<NativeArgs, InTypeScriptOnly> {
  /**
   * Where requests go, by location in nginx's syntax: `/chat/` is every path that begins so, `= /exact` one path, `~ ^/v\d+/` a regular
   * expression. The longest one that a path begins with is taken, regular expressions in the order of their text; a path that is in none is
   * answered 404. With `nginxConf` the keys are its upstream blocks instead, whose servers are replaced.
   *
   * @default - none, which needs `nginxConf`
   */
  readonly backends?: Readonly<Record<string, BackendArgs>>;
  /**
   * The text of an nginx.conf, or of what stands in its http block: the configuration the proxy runs with, fit for a place behind the load
   * balancer. What would not work there is replaced with a warning, or refused.
   *
   * @default - nginx's WebSocket recipe, with a location for each backend
   */
  readonly nginxConf?: pulumi.Input<string>;
  /** The ECS services that are backends, by the name that each has in the proxy's configuration. @default - none */
  readonly services?: Readonly<Record<string, ServiceBackendArgs>>;
  /** What takes the clients' connections to the tasks. @default - an Application Load Balancer of the proxy's own */
  readonly loadBalancing?: LoadBalancingArgs;
  /** What the tasks run on. @default - Fargate */
  readonly compute?: ComputeArgs;
  /** How many tasks run. @default - as many as `capacity` takes; 2 without it */
  readonly scaling?: ScalingArgs;
  /** How the public Node image, by default, becomes the proxy's. @default - the server is uploaded to a new bucket, which tasks fetch it from */
  readonly nodeImage?: NodeImageOptions;
  /** A copy of what `dist/proxy-runtime` of the package builds, in Amazon ECR or where no login is needed. @default - the public Node image */
  readonly imageUri?: pulumi.Input<string>;
  /** Whether an image is built during the deployment, which needs Docker. @default false */
  readonly dockerBuild?: boolean;
}
