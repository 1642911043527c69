import type * as pulumi from '@pulumi/pulumi';
import type { Time } from '../../proxy-runtime/config/index.ts';
import type { Capacity } from '../plan/index.ts';
import type { Backend } from './backends/backend.ts';
import type { Compute } from './compute/compute.ts';
import type { LoadBalancing } from './load-balancing/load-balancing.ts';
import type { ExistingLogGroup } from './compute/log-group.ts';
import type { NginxConf } from './configuration/nginx-conf.ts';
import type { RuntimeImage } from './images/runtime-image.ts';
import type { Scaling } from './scaling/scaling.ts';
import type { WebSocketProxyTransforms } from './websocket-proxy-transforms.ts';

/**
 * Arguments of a WebSocket proxy: what every proxy has. What belongs to one kind of load balancing, compute or scaling alone is given to the
 * factory of that one, by the names that CDK has too. What is an argument of one of its AWS resources is named as there. Arguments that decide which resources
 * there are take plain values; whether one that takes an output is given at all may decide that too, but never the output's value.
 * One that is not here is refused. Where there are no types, such as in JavaScript, a backend may be given as its URL.
 */
export interface WebSocketProxyArgs {
  /**
   * Where requests go, by location in nginx's syntax: `'/chat/'` is every path that begins so, `'= /exact'` one path, `'~ ^/v\d+/'` a
   * regular expression. The longest one that a path begins with is taken; a path that is in none is answered 404.
   *
   * With `nginxConf` the keys are its upstream blocks instead, and hosts that a `proxy_pass` of it names; their servers are replaced by the
   * backend, and others stay as they are there.
   *
   * @default - none, which needs `nginxConf`
   */
  readonly backends?: Readonly<Record<string, Backend>>;

  /**
   * The configuration the proxy runs with, lifted from an nginx.conf: `NginxConf.fromFile('nginx.conf')`.
   *
   * All of its servers are on the one port behind the load balancer, which ends TLS and closes idle sockets: what would not work there is
   * replaced with a warning, or refused. What it leaves open is as without it, but for `client_max_body_size`, which is nginx's 1m.
   *
   * @default - nginx's WebSocket recipe, with a location for each backend
   */
  readonly nginxConf?: NginxConf;

  /** The VPC of the load balancer and the tasks. */
  readonly vpcId: pulumi.Input<string>;

  /** Public subnets in two Availability Zones at least: the load balancer's, unless it is internal; with `assignPublicIp` the tasks' too. Of several in a zone the load balancer gets the first, as AWS takes one of each. */
  readonly publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /** Private subnets: the tasks', unless they have `assignPublicIp`, and an internal load balancer's, which needs two Availability Zones and gets the first of each. */
  readonly privateSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * The ECS cluster the tasks run in.
   *
   * @default - a cluster for this proxy, with Container Insights
   */
  readonly clusterArn?: pulumi.Input<string>;

  /**
   * The certificate for HTTPS on port 443, with a redirect from HTTP on port 80.
   *
   * @default - HTTP on port 80
   */
  readonly certificateArn?: pulumi.Input<string>;

  /**
   * How long nothing may move in a WebSocket, in either direction, before it is closed: 1 to 4000 seconds, an Application Load Balancer's
   * limit. Seconds, or nginx's syntax: `'15m'`. The proxy's own timeouts follow from it, so that it is always the load balancer that closes.
   *
   * A ping, or any other byte, from client or backend starts it anew.
   *
   * @default '1h'
   */
  readonly idleTimeout?: pulumi.Input<Time | undefined>;

  /**
   * How long the open WebSockets of a task go on when it is replaced or scaled in; then the load balancer closes them. 0 to 3600 seconds, a
   * target group's limit, or nginx's syntax: `'5m'`. A deployment takes at least this long.
   *
   * @default '2m'
   */
  readonly deregistrationDelay?: pulumi.Input<Time | undefined>;

  /**
   * How long a task has from SIGTERM to SIGKILL, to let what is open then come to its end: 2 to 120 seconds, Fargate's limit, or nginx's
   * syntax: `'30s'`. The proxy exits as soon as nothing is open.
   *
   * @default '2m'
   */
  readonly stopTimeout?: pulumi.Input<Time | undefined>;

  /**
   * The peak that all tasks together are to take: `{ tunnels: 50_000, messagesPerSecond: 10_000 }`. What `compute` and `scaling` leave open,
   * the size of a task and the number of tasks, is the least that does, by what was measured (docs/performance.md) and with half of it in
   * reserve; what they say and is too little is refused.
   *
   * @default - none: sizes and numbers are as `compute` and `scaling` say
   */
  readonly capacity?: Capacity;

  /**
   * What takes the clients' connections to the tasks.
   *
   * @default LoadBalancing.application()
   */
  readonly loadBalancing?: LoadBalancing;

  /**
   * What the tasks run on.
   *
   * @default Compute.fargate()
   */
  readonly compute?: Compute;

  /**
   * How many tasks run.
   *
   * @default - as many as `capacity` takes; Scaling.fixed(2) without it
   */
  readonly scaling?: Scaling;

  /**
   * Where the proxy's container image comes from.
   *
   * @default RuntimeImage.onNodeImage()
   */
  readonly image?: RuntimeImage;

  /**
   * The log group for the access and error log.
   *
   * @default - a new one
   */
  readonly logGroup?: ExistingLogGroup;

  /**
   * How many days the new log group keeps its lines, 0 for ever; not with `logGroup`.
   *
   * @default 30
   */
  readonly logRetentionInDays?: pulumi.Input<number>;

  /**
   * Tags of everything that can have tags, the tasks included.
   *
   * @default - those of the provider
   */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;

  /** Changes to single children before they are created; what the component itself does with them stays as it is. */
  readonly transform?: WebSocketProxyTransforms;
}
