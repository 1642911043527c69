/**
 * What a program would deploy for one proxy, as plain data: the same whether it was read from a CDK template or from anything else.
 *
 * Times are whole seconds. Values that only a deployment knows stand in as `<Name>`, such as `<ChatService.Name>.chat.internal:8080`.
 */
export interface DeployedProxy {
  /** The proxy's place in the program, such as `ChatStack/Proxy`. */
  readonly path: string;
  readonly container: DeployedContainer;
  /** How many tasks its service has. @default - the program leaves that to scaling */
  readonly desiredCount?: number;
  readonly loadBalancer: DeployedLoadBalancer;
  readonly targetGroup: DeployedTargetGroup;
}

/** The proxy's container and the task around it. */
export interface DeployedContainer {
  /** The version of the proxy that the container runs. */
  readonly runtimeVersion: string;
  readonly image: string;
  /** The arguments of the proxy: `--workers`, and `--config-json` with the configuration. */
  readonly command: readonly string[];
  /** The texts in `command`, such as `<ChatService.Name>`, that stand for values which only a deployment knows. */
  readonly placeholders: readonly string[];
  /** The port that is registered with the target group. */
  readonly port: number;
  /** The task's CPU units; 1024 are one vCPU. */
  readonly cpu: number | undefined;
  /** The task's memory in MiB. */
  readonly memory: number | undefined;
  /** How long ECS waits between SIGTERM and SIGKILL; undefined is ECS's default. */
  readonly stopTimeout: number | undefined;
  readonly logDriver: string | undefined;
  readonly logOptions: Readonly<Record<string, string>>;
}

/** The load balancer before the proxy. */
export interface DeployedLoadBalancer {
  readonly type: string;
  /** `internet-facing` or `internal`. */
  readonly scheme: string;
  /** AWS's load balancer attributes as they are set, by key; those not set have AWS's default. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly listeners: readonly DeployedListener[];
}

export interface DeployedListener {
  readonly port: number;
  readonly protocol: string;
  /** The ARNs of its certificates. @default - it has none */
  readonly certificates?: readonly string[];
  /** AWS's name of the security policy. @default - AWS's */
  readonly sslPolicy?: string;
  readonly action: ListenerAction;
}

/** What a listener does with a request; `forward` is to the proxy. */
export type ListenerAction =
  | { readonly type: 'forward' }
  | { readonly type: 'redirect'; readonly statusCode: number; readonly location: RedirectLocation }
  | { readonly type: 'fixed-response'; readonly statusCode: number; readonly body: string };

/** The parts of a redirect's address in AWS's notation, where `#{host}` and the like are the request's own. */
export interface RedirectLocation {
  readonly protocol: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

/** How the load balancer reaches and checks the proxy. */
export interface DeployedTargetGroup {
  /** `HTTP1`, `HTTP2` or `GRPC`. */
  readonly protocolVersion: string;
  /** AWS's target group attributes as they are set, by key; those not set have AWS's default. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly healthCheck: DeployedHealthCheck;
}

export interface DeployedHealthCheck {
  readonly path: string;
  readonly port: number;
  readonly interval: number;
  readonly timeout: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** The status codes of a healthy target, such as `200` or `200-299,404`. */
  readonly matcher: string;
}
