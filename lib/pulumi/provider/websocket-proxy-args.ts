import type * as pulumi from '@pulumi/pulumi';

/** A backend: a URL, or a service by its name in `services`. */
export interface BackendArgs {
  /**
   * Anything that has a URL: `http://legacy.internal:8080`, `https://api.example.com`. As in nginx, a path in it takes the place of the
   * location. An `https` backend's certificate is verified, unless `nginxConf` says otherwise.
   */
  url?: pulumi.Input<string>;
  /** The name of one of `services`. */
  service?: string;
}

/** An ECS service in network mode `awsvpc`, found by AWS Cloud Map. */
export interface ServiceBackendArgs {
  /** The port that its containers listen on. */
  port: pulumi.Input<number>;
  /**
   * A security group of its tasks, which lets the proxy's tasks in to the port; a rule is added to it, so it must have no inline ones. Of
   * several services with one group and port, only one may give it.
   */
  securityGroupId?: pulumi.Input<string>;
  /**
   * The DNS name of the Cloud Map service that it is registered with, which must have A records. Without it one is made, whose ARN is in
   * `registryArns`, for the `serviceRegistries` of the ECS service.
   */
  dnsName?: pulumi.Input<string>;
}

/** What a proxy is to take at its peak. */
export interface CapacityArgs {
  /** WebSockets that are open at a time. */
  tunnels: number;
  /** Short messages, each with its answer; by default one in 30 seconds for each tunnel. */
  messagesPerSecond?: number;
  /** WebSockets that are opened; by default as many as when all of them come back within two minutes. */
  opensPerSecond?: number;
}

/** A log group that exists already. */
export interface LogGroupArgs {
  name: pulumi.Input<string>;
  arn: pulumi.Input<string>;
}

/** A bucket that exists already. */
export interface BucketArgs {
  bucket: pulumi.Input<string>;
  arn: pulumi.Input<string>;
}

/** How the public Node image becomes the proxy's: the proxy server is an object in a bucket, which tasks fetch when they start. */
export interface NodeImageArgs {
  /** The digest of the public Node image, `sha256:…`; not with `baseImage`. By default what the tag of the tested version names. */
  digest?: pulumi.Input<string>;
  /** Another image with the same Node, such as a copy in Amazon ECR. By default the public one. */
  baseImage?: pulumi.Input<string>;
  /** The ARN of the secret with the credentials of `baseImage`'s registry. */
  credentialsParameter?: pulumi.Input<string>;
  /** The bucket that the proxy server is uploaded to, in the region of the tasks; by default a new one. */
  bucket?: BucketArgs;
  /** The ARN of the key of `bucket`, which the tasks get the permission to decrypt with. */
  kmsKeyArn?: pulumi.Input<string>;
  /** Whether tasks fetch the proxy server from the region's FIPS endpoint of Amazon S3. By default false. */
  fips?: boolean;
  /** Whether tasks fetch the proxy server from the region's endpoint of Amazon S3 that has IPv6 addresses, too. By default false. */
  dualStack?: boolean;
}

/** Whether a deployment whose tasks don't become healthy is given up, and rolled back. */
export interface DeploymentCircuitBreakerArgs {
  enable: pulumi.Input<boolean>;
  rollback: pulumi.Input<boolean>;
}

/** What an Application Load Balancer of the proxy's own is like. */
export interface ApplicationLoadBalancingArgs {
  /** Whether the load balancer is reached from the internet, or from within the VPC and its peers. By default true. */
  internetFacing?: boolean;
  /** The subnets of the load balancer; by default `publicSubnetIds`, or `privateSubnetIds` if it is internal. */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** The security group of the load balancer; rules are added to it, so it must have no inline ones. */
  securityGroupId?: pulumi.Input<string>;
  /** The addresses of the load balancer: `ipv4`, the default, `dualstack` or `dualstack-without-public-ipv4`. */
  ipAddressType?: string;
  /** Who may connect to the load balancer: address ranges, prefix lists (`pl-…`), security groups (`sg-…`); by default anyone who reaches it. */
  allowFrom?: pulumi.Input<string>[];
  /** Whether the load balancer is protected from deletion. By default false. */
  deletionProtection?: pulumi.Input<boolean>;
  /**
   * How long a client connection may take new requests before the load balancer has the client make another one: 60 to 604800 seconds, in
   * nginx's syntax. An open WebSocket goes on beyond it. By default `1h`.
   */
  clientKeepAlive?: pulumi.Input<string>;
  /** AWS's name of the TLS versions and ciphers of the HTTPS listener; by default `ELBSecurityPolicy-TLS13-1-2-Res-2021-06`. */
  sslPolicy?: pulumi.Input<string>;
  /** With a certificate, whether HTTP on port 80 is redirected to HTTPS; if not, port 80 is closed. By default true. */
  redirectHttp?: boolean;
}

/** What takes the clients' connections to the tasks: one of these. */
export interface LoadBalancingArgs {
  /** An Application Load Balancer of the proxy's own. */
  application?: ApplicationLoadBalancingArgs;
}

/** What tasks on Fargate are like. */
export interface FargateComputeArgs {
  /** The CPU units of a task, 1024 being one vCPU; by default what `capacity` takes, or 256. */
  cpu?: pulumi.Input<number>;
  /** The memory of a task in MiB; by default what `capacity` takes, or the least Fargate allows with `cpu`. */
  memoryLimitMiB?: pulumi.Input<number>;
  /** The CPU architecture of the tasks: `X86_64`, the default, or `ARM64`, which costs less. */
  cpuArchitecture?: string;
  /** The subnets of the tasks; by default `privateSubnetIds`, or `publicSubnetIds` if `assignPublicIp`. */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** The security groups of the tasks; rules are added to them, so they must have no inline ones. */
  securityGroupIds?: pulumi.Input<string>[];
  /** Whether tasks get public addresses, which they need in public subnets. By default false. */
  assignPublicIp?: boolean;
  /** Whether `aws ecs execute-command` may open a shell in a task. By default false. */
  enableExecuteCommand?: boolean;
  /** Whether a deployment whose tasks don't become healthy is given up, and rolled back; by default both. */
  circuitBreaker?: pulumi.Input<DeploymentCircuitBreakerArgs>;
  /** Whether an update waits until a deployment of the service is over, and fails with it. By default true. */
  waitForSteadyState?: pulumi.Input<boolean>;
}

/** What the tasks run on: one of these. */
export interface ComputeArgs {
  /** An ECS service on Fargate. */
  fargate?: FargateComputeArgs;
}

/** A number of tasks that stays. */
export interface FixedScalingArgs {
  /** How many tasks run: 0 to 5000. */
  desiredCount?: pulumi.Input<number>;
}

/** How many tasks run: one of these. */
export interface ScalingArgs {
  /** As many as are said. */
  fixed?: FixedScalingArgs;
}

/** Arguments of a WebSocket proxy. */
export interface WebSocketProxyArgs {
  /**
   * Where requests go, by location in nginx's syntax: `/chat/` is every path that begins so, `= /exact` one path, `~ ^/v\d+/` a regular
   * expression. The longest one that a path begins with is taken, regular expressions in the order of their text; a path that is in none is
   * answered 404. With `nginxConf` the keys are its upstream blocks instead, whose servers are replaced; only then they may be left out.
   */
  backends?: Record<string, BackendArgs>;
  /**
   * The text of an nginx.conf, or of what stands in its http block: the configuration the proxy runs with, fit for a place behind the load
   * balancer. What would not work there is replaced with a warning, or refused. By default nginx's WebSocket recipe.
   */
  nginxConf?: pulumi.Input<string>;
  /** The ECS services that are backends, by the name that each has in the proxy's configuration. */
  services?: Record<string, ServiceBackendArgs>;
  /** The VPC of the load balancer and the tasks. */
  vpcId: pulumi.Input<string>;
  /** Public subnets in two Availability Zones at least: the load balancer's, unless it is internal; with `assignPublicIp` the tasks' too. */
  publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Private subnets: the tasks', unless they have `assignPublicIp`, and an internal load balancer's, which needs two Availability Zones. */
  privateSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** The ECS cluster the tasks run in; by default one for this proxy, with Container Insights. */
  clusterArn?: pulumi.Input<string>;
  /** The certificate for HTTPS on port 443, with a redirect from HTTP on port 80; by default HTTP on port 80. */
  certificateArn?: pulumi.Input<string>;
  /**
   * How long nothing may move in a WebSocket, in either direction, before it is closed: 1 to 4000 seconds, an Application Load Balancer's
   * limit, in nginx's syntax: `15m`, `900s`, `900`. The proxy's own timeouts follow from it. By default `1h`.
   */
  idleTimeout?: pulumi.Input<string>;
  /**
   * How long the open WebSockets of a task go on when it is replaced or scaled in; then the load balancer closes them. 0 to 3600 seconds, in
   * nginx's syntax. A deployment takes at least this long. By default `2m`.
   */
  deregistrationDelay?: pulumi.Input<string>;
  /** How long a task has from SIGTERM to SIGKILL: 2 to 120 seconds, in nginx's syntax. By default `2m`. */
  stopTimeout?: pulumi.Input<string>;
  /** The peak that all tasks together are to take; what `compute` and `scaling` leave open follows from it. */
  capacity?: CapacityArgs;
  /** What takes the clients' connections to the tasks; by default an Application Load Balancer of the proxy's own. */
  loadBalancing?: LoadBalancingArgs;
  /** What the tasks run on; by default Fargate. */
  compute?: ComputeArgs;
  /** How many tasks run; by default as many as `capacity` takes, or 2. */
  scaling?: ScalingArgs;
  /** How the public Node image, by default, becomes the proxy's. */
  nodeImage?: NodeImageArgs;
  /** A copy of what `dist/proxy-runtime` of the package builds, in Amazon ECR or where no login is needed. */
  imageUri?: pulumi.Input<string>;
  /** Whether an image is built during the deployment, which needs Docker. By default false. */
  dockerBuild?: boolean;
  /** The log group for the access and error log; by default a new one. */
  logGroup?: LogGroupArgs;
  /** How many days the new log group keeps its lines, 0 for ever. By default 30. */
  logRetentionInDays?: pulumi.Input<number>;
  /** Tags of everything that can have tags, the tasks included. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
