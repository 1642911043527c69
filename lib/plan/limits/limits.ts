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
 * AWS's own numbers where nobody sets them; those of the timeouts are in their table. Times are seconds.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export const AWS_DEFAULTS = {
  cpu: 256,
  memoryLimitMiB: 512,
  healthCheck: { interval: 30, timeout: 5, healthyThreshold: 5, unhealthyThreshold: 2 },
} as const;
