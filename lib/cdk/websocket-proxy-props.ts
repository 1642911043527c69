import type { Duration } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Capacity } from '../plan/index.ts';
import type { Backend } from './backends/backend.ts';
import type { Compute } from './compute/compute.ts';
import type { LoadBalancing } from './load-balancing/load-balancing.ts';
import type { NginxConf } from './configuration/nginx-conf.ts';
import type { RuntimeImage } from './images/runtime-image.ts';
import type { Scaling } from './scaling/scaling.ts';

/**
 * Properties for defining a WebSocket proxy: what every proxy has. What belongs to one kind of load balancing, compute or scaling alone is
 * given to the factory of that one. A prop that is not here is refused.
 *
 * Where there are no types, such as in JavaScript, some may be given as text, too: times in nginx's syntax (`'15m'`), the ARN of a
 * certificate, who may connect (`'192.0.2.0/24'`, `'2001:db8::/32'`, `'pl-…'`, `'sg-…'`), the URL of a backend, `'X86_64'` and `'ARM64'`.
 */
export interface WebSocketProxyProps {
  /**
   * Where requests go, by location in nginx's syntax: `'/chat/'` is every path that begins so, `'= /exact'` one path, `'~ ^/v\d+/'` a
   * regular expression. The longest one that a path begins with is taken; a path that is in none is answered 404.
   *
   * May be empty if `addBackend()` follows. With `nginxConf` the keys are its upstream blocks instead, and hosts that a `proxy_pass` of it
   * names; their servers are replaced by the backend, and others stay as they are there.
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

  /**
   * The VPC of the load balancer and the tasks, with subnets in two Availability Zones. With `cluster` it must be the cluster's.
   *
   * @default - the cluster's
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The ECS cluster the tasks run in. Give this, `vpc`, or both if they agree.
   *
   * @default - a cluster for this proxy in `vpc`, with Container Insights
   */
  readonly cluster?: ecs.ICluster;

  /**
   * The certificate for HTTPS on port 443, with a redirect from HTTP on port 80.
   *
   * @default - HTTP on port 80
   */
  readonly certificate?: acm.ICertificate;

  /**
   * How long nothing may move in a WebSocket, in either direction, before it is closed: 1 to 4000 seconds, an Application Load Balancer's
   * limit. The proxy's own timeouts follow from it, so that it is always the load balancer that closes.
   *
   * A ping, or any other byte, from client or backend starts it anew.
   *
   * @default Duration.hours(1)
   */
  readonly idleTimeout?: Duration;

  /**
   * How long the open WebSockets of a task go on when it is replaced or scaled in; then the load balancer closes them. 0 to 3600 seconds,
   * a target group's limit. A deployment takes at least this long.
   *
   * @default Duration.minutes(2)
   */
  readonly deregistrationDelay?: Duration;

  /**
   * How long a task has from SIGTERM to SIGKILL, to let what is open then come to its end: 2 to 120 seconds, Fargate's limit. The proxy
   * exits as soon as nothing is open.
   *
   * @default Duration.minutes(2)
   */
  readonly stopTimeout?: Duration;

  /**
   * The peak that all tasks together are to take: `{ tunnels: 50_000, messagesPerSecond: 10_000 }`. What `compute` and `scaling` leave open,
   * the size of a task and the number of tasks, is the least that does, by what was measured (docs/performance.md) and with half of it in
   * reserve; what they say and is too little is refused. A task that scaling adds is of the same size.
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
  readonly logGroup?: logs.ILogGroup;

  /**
   * How long the new log group keeps its lines; not with `logGroup`.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}
