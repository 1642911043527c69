import type {
  ContainerPorts,
  LoadBalancerTimes,
  ProxyTimes,
  TargetGroupTimes,
  TaskCount,
  TaskPlan,
  WebSocketProxyPlan,
} from './public-plan.ts';
import type { KnownLate } from './known.ts';

/** The load balancer's attributes; those not named here stay at AWS's defaults. */
export interface LoadBalancerPlan extends LoadBalancerTimes {
  /** `routing.http.drop_invalid_header_fields.enabled`. */
  readonly dropInvalidHeaderFields: boolean;
}

/** How the target group finds out whether a task takes connections. */
export interface HealthCheckPlan {
  readonly port: number;
  readonly path: string;
  /** Seconds between two checks. */
  readonly interval: number;
  /** Seconds an answer may take. */
  readonly timeout: number;
  readonly healthyThresholdCount: number;
  readonly unhealthyThresholdCount: number;
  /** The status of a healthy answer. */
  readonly healthyHttpCodes: string;
}

/** The target group between load balancer and proxy. */
export interface TargetGroupPlan extends TargetGroupTimes {
  readonly protocol: 'HTTP';
  /** An Upgrade exists in HTTP/1.1 only: with the others every WebSocket fails. */
  readonly protocolVersion: 'HTTP1';
  readonly port: number;
  /** `load_balancing.algorithm.type`. */
  readonly loadBalancingAlgorithm: 'least_outstanding_requests';
  readonly healthCheck: HealthCheckPlan;
}

/** The proxy's container. */
export interface ContainerPlan extends ContainerPorts {
  /** The soft and hard limit of open files. */
  readonly nofile: number;
  readonly user: string;
  /** Threads that serve: one a vCPU. `auto`, one for each core that the machine shows, where only the deployment knows the CPU units. */
  readonly workers: number | 'auto';
  readonly readonlyRootFilesystem: boolean;
  /** Linux capabilities that Docker would leave the container. */
  readonly dropCapabilities: readonly 'ALL'[];
  /** Whether an init process runs before the proxy, and takes over the processes that a shell leaves behind. */
  readonly initProcessEnabled: boolean;
}

/** The ECS service. */
export interface ServicePlan extends TaskCount {
  /** Percent of `desiredCount` that a deployment keeps running. */
  readonly minHealthyPercent: number;
  /** Percent of `desiredCount` that may run during a deployment. */
  readonly maxHealthyPercent: number;
  /** Seconds after its start in which a task may fail health checks. */
  readonly healthCheckGracePeriod: number;
  /** Whether ECS moves healthy tasks between Availability Zones. */
  readonly availabilityZoneRebalancing: 'DISABLED';
}

/** The container's logs. */
export interface LogsPlan {
  readonly retentionInDays: number;
  readonly streamPrefix: string;
  readonly mode: 'non-blocking';
  /** MiB of log lines that wait for CloudWatch before the oldest are dropped. */
  readonly maxBufferSizeMiB: number;
}

/** The proxy's own times, in seconds, that follow from those of the load balancer and of ECS. */
export interface ProxyPlan extends ProxyTimes {
  /** Seconds without a packet before a TCP probe goes to the load balancer: `so_keepalive`. */
  readonly soKeepalive: { readonly idle: number };
  /** `undefined`: no time of its own; ECS ends what is left at `stopTimeout`. */
  readonly workerShutdownTimeout: number | undefined;
}

/** All that a deployment of the proxy needs, with every number decided. Times are seconds. */
export interface DeploymentPlan extends WebSocketProxyPlan {
  readonly loadBalancer: LoadBalancerPlan;
  readonly targetGroup: TargetGroupPlan;
  readonly task: TaskPlan;
  readonly container: ContainerPlan;
  readonly service: ServicePlan;
  readonly logs: LogsPlan;
  readonly proxy: ProxyPlan;
}

/** The plan before the deployment: what users may have given by a token or an output is not known. {@link DeploymentPlan} is one, too. */
export interface EarlyPlan extends Omit<
  DeploymentPlan,
  'loadBalancer' | 'targetGroup' | 'task' | 'container' | 'service'
> {
  readonly loadBalancer: KnownLate<LoadBalancerPlan, 'idleTimeout' | 'clientKeepAlive'>;
  readonly targetGroup: KnownLate<TargetGroupPlan, 'deregistrationDelay'>;
  readonly task: KnownLate<TaskPlan, 'cpu' | 'memoryLimitMiB'>;
  readonly container: KnownLate<ContainerPlan, 'stopTimeout'>;
  readonly service: KnownLate<ServicePlan, 'desiredCount'>;
}
