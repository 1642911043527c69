/** What AWS lets a number be, whose limit that is, and what to do about a number beyond it. */
export interface Limit {
  readonly minimum: number;
  readonly maximum: number;
  /** Nothing for a count. */
  readonly unit: 's' | '';
  /** Whose limit it is, as the subject of "allows". */
  readonly owner: string;
  /** The way out, as the last clause of an error message. */
  readonly wayOut: string;
  /** AWS's page that states it. */
  readonly source: string;
}

const ALB_GUIDE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application';
const ECS_API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference';

/** `idle_timeout.timeout_seconds` of a load balancer. */
export const IDLE_TIMEOUT: Limit = {
  minimum: 1,
  maximum: 4000,
  unit: 's',
  owner: 'an Application Load Balancer',
  wayOut: 'stay within it and let either side ping in time, which keeps a socket open for as long as you like',
  source: `${ALB_GUIDE}/edit-load-balancer-attributes.html`,
};

/** `client_keep_alive.seconds` of a load balancer. */
export const CLIENT_KEEP_ALIVE: Limit = {
  minimum: 60,
  maximum: 604_800,
  unit: 's',
  owner: 'an Application Load Balancer',
  wayOut: 'stay within it, it ends no open WebSocket, only how long a connection takes new requests',
  source: `${ALB_GUIDE}/edit-load-balancer-attributes.html`,
};

/** `deregistration_delay.timeout_seconds` of a target group. */
export const DEREGISTRATION_DELAY: Limit = {
  minimum: 0,
  maximum: 3600,
  unit: 's',
  owner: 'a target group',
  wayOut: 'stay within it, and let clients connect again if their socket is closed by a deployment',
  source: `${ALB_GUIDE}/edit-target-group-attributes.html`,
};

/** `stopTimeout` of a container. */
export const STOP_TIMEOUT: Limit = {
  minimum: 2,
  maximum: 120,
  unit: 's',
  owner: 'Fargate',
  wayOut: 'use deregistrationDelay, which may be up to 3600 s, to give open sockets longer',
  source: `${ECS_API}/API_ContainerDefinition.html`,
};

/** How often a target group checks a target's health. */
export const HEALTH_CHECK_INTERVAL: Limit = {
  minimum: 5,
  maximum: 300,
  unit: 's',
  owner: 'a target group',
  wayOut: 'use 5 to 300 s',
  source: `${ALB_GUIDE}/target-group-health-checks.html`,
};

/** How many tasks an ECS service may have. */
export const DESIRED_COUNT: Limit = {
  minimum: 0,
  maximum: 5000,
  unit: '',
  owner: 'an ECS service',
  wayOut: 'use a second proxy beyond that',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html',
};

/**
 * The most open files Fargate lets a container have, two of which are a WebSocket; its default of 65535 would end at some 32000.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export const FARGATE_NOFILE = 1_048_576;

/**
 * The most bytes a task definition may have.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
export const TASK_DEFINITION_BYTES = 64 * 1024;

/**
 * AWS's own numbers where nobody sets them; times are seconds.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html and the other pages above
 */
export const AWS_DEFAULTS = {
  idleTimeout: 60,
  clientKeepAlive: 3600,
  deregistrationDelay: 300,
  stopTimeout: 30,
  cpu: 256,
  memoryLimitMiB: 512,
  healthCheck: { interval: 30, timeout: 5, healthyThreshold: 5, unhealthyThreshold: 2 },
} as const;
