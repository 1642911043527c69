import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { Time } from '../../proxy-runtime/config/index.ts';
import type { Capacity, ProxyConfig } from '../plan/index.ts';
import type { Backend } from './backend.ts';
import type { RuntimeImage } from './runtime-image.ts';
import type { WebSocketProxyTransforms } from './websocket-proxy-transforms.ts';

/** A log group, such as an `aws.cloudwatch.LogGroup`. */
export interface ExistingLogGroup {
  readonly name: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
}

/**
 * Arguments of a WebSocket proxy. What is an argument of one of its AWS resources is named as there. Arguments that decide which resources
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
   * The configuration the proxy runs with, lifted from an nginx.conf: `ProxyConfig.fromNginxConfFile('nginx.conf')`.
   *
   * All of its servers are on the one port behind the load balancer, which ends TLS and closes idle sockets: what would not work there is
   * replaced with a warning, or refused. What it leaves open is as without it, but for `client_max_body_size`, which is nginx's 1m.
   *
   * @default - nginx's WebSocket recipe, with a location for each backend
   */
  readonly nginxConf?: pulumi.Input<ProxyConfig>;

  /** The VPC of the load balancer and the tasks. */
  readonly vpcId: pulumi.Input<string>;

  /** Public subnets in two Availability Zones at least: the load balancer's, unless it is `internal`; with `assignPublicIp` the tasks' too. Of several in a zone the load balancer gets the first, as AWS takes one of each. */
  readonly publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /** Private subnets: the tasks', unless they have `assignPublicIp`, and an `internal` load balancer's, which needs two Availability Zones and gets the first of each. */
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
   * AWS's name of the TLS versions and ciphers of the HTTPS listener; needs a certificate.
   *
   * @default 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'
   */
  readonly sslPolicy?: pulumi.Input<string>;

  /**
   * With a certificate, whether HTTP on port 80 is redirected to HTTPS; if not, port 80 is closed.
   *
   * @default true
   */
  readonly redirectHttp?: boolean;

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
   * How long a client connection may take new requests before the load balancer has the client make another one: 60 to 604800 seconds, or
   * nginx's syntax: `'1d'`. An open WebSocket goes on beyond it.
   *
   * @default '1h'
   */
  readonly clientKeepAlive?: pulumi.Input<Time | undefined>;

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
   * The CPU units of a task, 1024 being one vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
   *
   * @default 256
   */
  readonly cpu?: pulumi.Input<number | undefined>;

  /**
   * The memory of a task in MiB, of what Fargate allows with `cpu`.
   *
   * @default - the least Fargate allows with `cpu`; 512 with 256
   */
  readonly memory?: pulumi.Input<number | undefined>;

  /**
   * The CPU architecture of the tasks: `X86_64`, or `ARM64`, which costs less.
   *
   * @default 'X86_64'
   */
  readonly cpuArchitecture?: 'X86_64' | 'ARM64';

  /**
   * How many tasks run, 0 to 5000.
   *
   * @default 2
   */
  readonly desiredCount?: pulumi.Input<number | undefined>;

  /**
   * The peak that all tasks together are to take: `{ tunnels: 50_000, messagesPerSecond: 10_000 }`. What of `cpu`, `memory` and
   * `desiredCount` is not given is the least that does, by what was measured (docs/performance.md) and with half of it in reserve; what is
   * given and too little is refused.
   *
   * @default - none: `cpu`, `memory` and `desiredCount` are as they say
   */
  readonly capacity?: Capacity;

  /**
   * Whether a deployment whose tasks don't become healthy is given up, and rolled back.
   *
   * @default - enabled, with rollback
   */
  readonly deploymentCircuitBreaker?: pulumi.Input<aws.types.input.ecs.ServiceDeploymentCircuitBreaker>;

  /**
   * Whether `pulumi up` waits until a deployment of the service is over, open WebSockets of its old tasks included, and fails with it.
   *
   * @default true
   */
  readonly waitForSteadyState?: pulumi.Input<boolean>;

  /**
   * Where the proxy's container image comes from.
   *
   * @default RuntimeImage.fromDockerBuild()
   */
  readonly image?: RuntimeImage;

  /**
   * Whether the load balancer is reached from within the VPC and its peers only, instead of from the internet. A change
   * makes another load balancer and target group, the old ones going last; its address is another one.
   *
   * @default false
   */
  readonly internal?: boolean;

  /**
   * Who may connect to the load balancer: address ranges (`192.0.2.0/24`, `2001:db8::/32`), prefix lists (`pl-…`), security groups (`sg-…`).
   * With an empty list nobody may. Outputs keep their place in the list: others are added behind them. With a redirect, prefix lists and more than
   * 30 ranges have a security group for each port, as EC2 allows a group 60 rules, and counts a list as its entries.
   *
   * @default - anyone, or the VPC's addresses if the load balancer is internal
   */
  readonly allowFrom?: readonly pulumi.Input<string>[];

  /**
   * The addresses of the load balancer. Those with IPv6 need subnets that have it, and let the VPC's range in too if it is internal.
   *
   * @default 'ipv4'
   */
  readonly ipAddressType?: 'ipv4' | 'dualstack' | 'dualstack-without-public-ipv4';

  /**
   * The subnets of the load balancer, one of each of two Availability Zones at least; several of a zone are refused, as AWS takes one.
   *
   * @default - `publicSubnetIds`, or `privateSubnetIds` if it is internal
   */
  readonly loadBalancerSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * The security group of the load balancer; rules are added to it, so it must have no inline ones.
   *
   * @default - a new one, whose outbound rules are for the tasks only
   */
  readonly loadBalancerSecurityGroupId?: pulumi.Input<string>;

  /**
   * Whether the load balancer is protected from deletion.
   *
   * @default false
   */
  readonly enableDeletionProtection?: pulumi.Input<boolean>;

  /**
   * The subnets of the tasks. They need a way to the image, to CloudWatch Logs and to the backends.
   *
   * @default - `privateSubnetIds`, or `publicSubnetIds` if `assignPublicIp`
   */
  readonly taskSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;

  /**
   * The security groups of the tasks; rules are added to them, so they must have no inline ones. They need a way out to the image and to
   * CloudWatch Logs; those to the services given to `Backend.service()` are added. Ids that are outputs keep their place in the list: others are added behind them.
   *
   * @default - a new one, with all outbound traffic
   */
  readonly taskSecurityGroupIds?: readonly pulumi.Input<string>[];

  /**
   * Whether tasks get public addresses, which they need in public subnets.
   *
   * @default false
   */
  readonly assignPublicIp?: boolean;

  /**
   * Whether `aws ecs execute-command` may open a shell in a task. It needs a writable root filesystem and the usual Linux
   * capabilities, which the container is without otherwise, an init process, and gives the task role permissions.
   *
   * @default false
   */
  readonly enableExecuteCommand?: boolean;

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
