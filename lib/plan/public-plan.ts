/** A listener of the load balancer. */
export interface ListenerPlan {
  /** HTTPS with a certificate. */
  readonly protocol: 'HTTP' | 'HTTPS';
  /** 80 for HTTP, 443 for HTTPS. */
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
  /** The memory in MiB. */
  readonly memoryLimitMiB: number;
}

/** How the proxy's container is reached and ended. */
export interface ContainerPorts {
  /** The name of the container in the task definition. */
  readonly name: string;
  /** The port that the load balancer connects to. */
  readonly port: number;
  /** The port of the health check and the metrics. */
  readonly healthPort: number;
  /** Seconds from SIGTERM to SIGKILL. */
  readonly stopTimeout: number;
}

/** How many tasks there are. */
export interface TaskCount {
  /** How many tasks run where nothing scales the service. */
  readonly desiredCount: number;
}

/** The proxy's own times, in seconds, that follow from those of the load balancer and of ECS. */
export interface ProxyTimes {
  /** How long the proxy waits for a backend's answer, and how long nothing may move in a tunnel: longer than the load balancer lets it. */
  readonly proxyReadTimeout: number;
  /** How long the proxy keeps an idle connection of the load balancer: longer than the load balancer does. */
  readonly keepaliveTimeout: number;
}

/** What of a proxy's plan its user may rely on. Times are seconds; a number that only the deployment knows stands for itself. */
export interface WebSocketProxyPlan {
  /** What clients connect to. */
  readonly listener: ListenerPlan;
  /** What sends them to `listener` from plain HTTP. @default - none without a certificate, and where there is to be none */
  readonly redirectListener?: ListenerPlan;
  /** The load balancer's times. */
  readonly loadBalancer: LoadBalancerTimes;
  /** The target group's times. */
  readonly targetGroup: TargetGroupTimes;
  /** The size of a task. */
  readonly task: TaskPlan;
  /** How the container is reached and ended. */
  readonly container: ContainerPorts;
  /** How many tasks there are. */
  readonly service: TaskCount;
  /** The proxy's own times. */
  readonly proxy: ProxyTimes;
}
