import type { Duration } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Capacity, ProxyConfig } from '../plan/index.ts';
import type { Backend } from './backend.ts';
import type { RuntimeImage } from './runtime-image.ts';

/**
 * Properties for defining a WebSocket proxy. One that is not here is refused.
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
   * The configuration the proxy runs with, lifted from an nginx.conf: `ProxyConfig.fromNginxConfFile('nginx.conf')`.
   *
   * All of its servers are on the one port behind the load balancer, which ends TLS and closes idle sockets: what would not work there is
   * replaced with a warning, or refused. What it leaves open is as without it, but for `client_max_body_size`, which is nginx's 1m.
   *
   * @default - nginx's WebSocket recipe, with a location for each backend
   */
  readonly nginxConf?: ProxyConfig;

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
   * The TLS versions and ciphers of the HTTPS listener; needs a certificate.
   *
   * @default SslPolicy.TLS13_RES
   */
  readonly sslPolicy?: elbv2.SslPolicy;

  /**
   * With a certificate, whether HTTP on port 80 is redirected to HTTPS; if not, port 80 is closed.
   *
   * @default true
   */
  readonly redirectHttp?: boolean;

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
   * How long a client connection may take new requests before the load balancer has the client make another one: 60 to 604800 seconds.
   * An open WebSocket goes on beyond it.
   *
   * @default Duration.hours(1)
   */
  readonly clientKeepAlive?: Duration;

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
   * The CPU units of a task, 1024 being one vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768.
   *
   * @default 256
   */
  readonly cpu?: number;

  /**
   * The memory of a task in MiB, of what Fargate allows with `cpu`.
   *
   * @default - the least Fargate allows with `cpu`, which must not be a token then; 512 with 256
   */
  readonly memoryLimitMiB?: number;

  /**
   * The CPU architecture of the tasks: X86_64, or ARM64, which costs less.
   *
   * @default CpuArchitecture.X86_64
   */
  readonly cpuArchitecture?: ecs.CpuArchitecture;

  /**
   * How many tasks run, 0 to 5000. If you scale by `service.autoScaleTaskCount()`, leave it out, and give that a `minCapacity` of
   * `plan.service.desiredCount` or more.
   *
   * @default 2
   */
  readonly desiredCount?: number;

  /**
   * The peak that all tasks together are to take: `{ tunnels: 50_000, messagesPerSecond: 10_000 }`. What of `cpu`, `memoryLimitMiB` and
   * `desiredCount` is not given is the least that does, by what was measured (docs/performance.md) and with half of it in reserve; what is
   * given and too little is refused. A task that scaling adds is of the same size.
   *
   * @default - none: `cpu`, `memoryLimitMiB` and `desiredCount` are as they say
   */
  readonly capacity?: Capacity;

  /**
   * Whether a deployment whose tasks don't become healthy is given up, and rolled back.
   *
   * @default - enabled, with rollback
   */
  readonly circuitBreaker?: ecs.DeploymentCircuitBreaker;

  /**
   * Where the proxy's container image comes from.
   *
   * @default RuntimeImage.onNodeImage()
   */
  readonly image?: RuntimeImage;

  /**
   * Whether the load balancer is reached from the internet, or from within the VPC and its peers. A change makes another load
   * balancer and target group, the old ones going last; its address is another one.
   *
   * @default true
   */
  readonly publicLoadBalancer?: boolean;

  /**
   * Who may connect to the load balancer. With an empty list nobody may before `connections.allowDefaultPortFrom()`. With a redirect,
   * prefix lists and more than 30 ranges have a security group for each port, as EC2 allows a group 60 rules, and counts a list as its entries.
   *
   * @default - anyone if the load balancer is public, else the VPC's addresses
   */
  readonly allowFrom?: ec2.IPeer[];

  /**
   * The addresses of the load balancer. Those with IPv6 need subnets that have it, and let the VPC's range in too if it is internal.
   *
   * @default IpAddressType.IPV4
   */
  readonly ipAddressType?: elbv2.IpAddressType;

  /**
   * The subnets of the load balancer, one of each of two Availability Zones at least; several of a zone are refused, as AWS takes one.
   *
   * @default - the public subnets if the load balancer is public, else the private ones; of several in a zone the first
   */
  readonly loadBalancerSubnets?: ec2.SubnetSelection;

  /**
   * The security group of the load balancer; rules are added to it.
   *
   * @default - a new one, whose outbound rules are for the tasks only
   */
  readonly loadBalancerSecurityGroup?: ec2.ISecurityGroup;

  /**
   * Whether the load balancer is protected from deletion.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;

  /**
   * The subnets of the tasks. They need a way to the image, to CloudWatch Logs and to the backends.
   *
   * @default - the private subnets; public ones if `assignPublicIp`
   */
  readonly taskSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the tasks; rules are added to them. Those that another stack makes are refused: make them in this one, or import them.
   *
   * @default - a new one, with all outbound traffic
   */
  readonly taskSecurityGroups?: ec2.ISecurityGroup[];

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
  readonly logGroup?: logs.ILogGroup;

  /**
   * How long the new log group keeps its lines; not with `logGroup`.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}
