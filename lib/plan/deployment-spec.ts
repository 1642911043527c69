import type { Capacity } from './capacity.ts';

/** What a user asks of a deployment, free of any cloud SDK: a front end's props as plain data. Times are whole seconds. */
export interface DeploymentSpec {
  /** Whether there is a certificate: HTTPS on 443 then, else HTTP on 80. @default false */
  readonly tls?: boolean;
  /** With TLS, whether HTTP on 80 redirects to HTTPS. @default true */
  readonly redirectHttp?: boolean;
  /** Whether header names with other characters than letters, digits and hyphens are for the proxy to judge. @default false */
  readonly passInvalidHeaders?: boolean;
  /** How long nothing may move in a WebSocket before the load balancer closes it: 1 to 4000. @default 3600 */
  readonly idleTimeout?: number;
  /** How long a client connection may take new requests: 60 to 604800. @default 3600 */
  readonly clientKeepAlive?: number;
  /** How long a task that leaves keeps its open WebSockets: 0 to 3600. @default 120 */
  readonly deregistrationDelay?: number;
  /** From SIGTERM to SIGKILL: 2 to 120. @default 120 */
  readonly stopTimeout?: number;
  /** CPU units of a task, 1024 being one vCPU. @default 256 */
  readonly cpu?: number;
  /** Memory of a task. @default - the least Fargate gives with `cpu`; 512 with 256 */
  readonly memoryLimitMiB?: number;
  /** How many tasks run. @default 2 */
  readonly desiredCount?: number;
  /** The peak that all tasks together are to take; what of `cpu`, `memoryLimitMiB` and `desiredCount` is not given follows from it. @default - none */
  readonly capacity?: Capacity;
  /** Whether ECS Exec may open a shell in a task. @default false */
  readonly enableExecuteCommand?: boolean;
}
