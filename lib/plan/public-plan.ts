/** A listener of the load balancer. */
export interface ListenerPlan {
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly port: number;
  /** For HTTPS, AWS's name of the security policy where none is given. @default - none for HTTP */
  readonly sslPolicy?: string;
}

/** The load balancer's times. */
export interface LoadBalancerTimes {
  /** `idle_timeout.timeout_seconds`. */
  readonly idleTimeout: number;
  /** `client_keep_alive.seconds`. */
  readonly clientKeepAlive: number;
}

/** The target group's times. */
export interface TargetGroupTimes {
  /** `deregistration_delay.timeout_seconds`. */
  readonly deregistrationDelay: number;
}

/** The size of a task. */
export interface TaskPlan {
  /** CPU units, 1024 being one vCPU. */
  readonly cpu: number;
  readonly memoryLimitMiB: number;
}

/** How the proxy's container is reached and ended. */
export interface ContainerPorts {
  readonly name: string;
  readonly port: number;
  readonly healthPort: number;
  /** Seconds from SIGTERM to SIGKILL. */
  readonly stopTimeout: number;
}

/** How many tasks there are. */
export interface TaskCount {
  readonly desiredCount: number;
}

/** The proxy's own times, in seconds, that follow from those of the load balancer and of ECS. */
export interface ProxyTimes {
  readonly proxyReadTimeout: number;
  readonly keepaliveTimeout: number;
}

/** What of a proxy's plan its user may rely on. Times are seconds; a number that only the deployment knows stands for itself. */
export interface WebSocketProxyPlan {
  /** What clients connect to. */
  readonly listener: ListenerPlan;
  /** What sends them to `listener` from plain HTTP. @default - none without a certificate, and where there is to be none */
  readonly redirectListener?: ListenerPlan;
  readonly loadBalancer: LoadBalancerTimes;
  readonly targetGroup: TargetGroupTimes;
  readonly task: TaskPlan;
  readonly container: ContainerPorts;
  readonly service: TaskCount;
  readonly proxy: ProxyTimes;
}
