import type { ProxyConfig } from '../../../proxy-runtime/config/index.ts';

/** A number read from a template: `'unknown'` where the template leaves it to the deployment (a parameter, an import). */
export type DeployedNumber = number | 'unknown';

/** How the target group checks the proxy's health; what is absent is AWS's default. */
export interface ExplainedHealthCheck {
  /** Seconds. @default 30 */
  readonly interval?: DeployedNumber;
  /** Seconds. @default 5 */
  readonly timeout?: DeployedNumber;
  /** @default 5 */
  readonly healthyThreshold?: DeployedNumber;
  /** @default 2 */
  readonly unhealthyThreshold?: DeployedNumber;
}

/** The numbers of a proxy that is, or would be, deployed. Times are seconds; what is absent is AWS's default. */
export interface ExplainedProxy {
  /** The load balancer's `idle_timeout.timeout_seconds`. @default 60 */
  readonly idleTimeout?: DeployedNumber;
  /** The load balancer's `client_keep_alive.seconds`. @default 3600 */
  readonly clientKeepAlive?: DeployedNumber;
  /** The target group's `deregistration_delay.timeout_seconds`. @default 300 */
  readonly deregistrationDelay?: DeployedNumber;
  /** The target group's protocol version. @default 'HTTP1' */
  readonly protocolVersion?: string;
  /** @default - AWS's defaults */
  readonly healthCheck?: ExplainedHealthCheck;
  /** The container's `stopTimeout`. @default 30 */
  readonly stopTimeout?: DeployedNumber;
  /** CPU units of the task. @default 256 */
  readonly cpu?: DeployedNumber;
  /** Memory of the task, MiB. @default 512 */
  readonly memoryLimitMiB?: DeployedNumber;
  /** What the container's command configures. */
  readonly config: ProxyConfig;
}

/** One number on the way of a byte, or of a deployment: a row of the table that `wsproxy explain` prints. */
export interface Hop {
  /** Between whom: `client -> load balancer`, `proxy -> backend /chat/`, … */
  readonly hop: string;
  /** The setting, in AWS's or nginx's words. */
  readonly setting: string;
  /** With its unit: `3600 s`; `not known before the deployment` for an unknown number. */
  readonly value: string;
  /** What it may be and who says so: `1 to 4000 s (an Application Load Balancer)`. */
  readonly limit: string;
  /** What happens when it is reached. */
  readonly meaning: string;
}

/** A deployed proxy, explained. */
export interface Explanation {
  readonly hops: readonly Hop[];
  /** Which hop closes an idle WebSocket, and when; locations that fare alike are in one entry. */
  readonly firstToClose: readonly IdleOutcome[];
  /** What to change, or to know: whole sentences. Empty of warnings for a proxy made by these constructs. */
  readonly advice: readonly Advice[];
}

/** A sentence about a deployed proxy: `warning` for what cuts live sockets or fails requests, `note` for what is good to know. */
export interface Advice {
  readonly level: 'warning' | 'note';
  readonly text: string;
}

/** Who closes an idle WebSocket first. */
export interface IdleOutcome {
  /** The locations that fare so, as configured. */
  readonly locations: readonly string[];
  /** `unknown` when the load balancer's idle timeout is not known before the deployment. */
  readonly closedBy: 'load balancer' | 'proxy' | 'unknown';
  /** The setting that decides. */
  readonly setting: string;
  /** After how many seconds without a byte in either direction. */
  readonly after: DeployedNumber;
  /** All that in one sentence. */
  readonly sentence: string;
}
