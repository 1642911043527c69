import {
  LOCATION_DEFAULTS,
  parseTime,
  SERVER_DEFAULTS,
  UPSTREAM_DEFAULTS,
} from '../../../proxy-runtime/config/index.ts';
import { AWS_DEFAULTS, type Limit } from '../limits/limits.ts';

/** A timeout on the way of a byte, or of a deployment. Times are whole seconds. */
export interface Timeout {
  /** Between whom it is, or when it counts. */
  readonly hop: TimeoutHop;
  /** Its name, in the words of whose it is: AWS's, or nginx's in camelCase. */
  readonly setting: string;
  /** AWS's key of the attribute that it is. @default - it is no attribute */
  readonly attribute?: string;
  /** How a user of the constructs gives it. @default - nobody does, it follows from another one or is fixed */
  readonly given?: string;
  /** What a deployment has where the user gives nothing. */
  readonly planned: number;
  /** What it follows from, and how much longer or shorter it is then. @default - nothing */
  readonly follows?: Following;
  /** What it is where nobody sets it: the default of AWS, or the proxy's own, which is nginx's. @default - there is none then */
  readonly unset?: number;
  /** What it may be, and who says so. */
  readonly limit: Limit | string;
  /** Who acts when it is over. */
  readonly closer: Closer;
  /** What happens when it is over. */
  readonly effect: string;
}

export type TimeoutHop =
  'client -> load balancer' | 'load balancer -> proxy' | 'proxy -> backend' | 'deployment, scale-in';

export type Closer = 'load balancer' | 'proxy' | 'ECS';

/** How a timeout follows from another one. */
export interface Following {
  /** The other one's {@link Timeout.setting}. */
  readonly from: string;
  /** Negative for a shorter one. */
  readonly by: number;
}

const ALB_GUIDE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application';

const IDLE_TIMEOUT = {
  hop: 'client -> load balancer',
  setting: 'idle_timeout',
  attribute: 'idle_timeout.timeout_seconds',
  given: 'idleTimeout',
  planned: 3600,
  unset: 60,
  limit: {
    minimum: 1,
    maximum: 4000,
    unit: 's',
    owner: 'an Application Load Balancer',
    wayOut: 'stay within it and let either side ping in time, which keeps a socket open for as long as you like',
    source: `${ALB_GUIDE}/edit-load-balancer-attributes.html`,
  },
  closer: 'load balancer',
  effect: 'a connection in which no byte moved is closed, on both sides of the load balancer',
} as const satisfies Timeout;

/**
 * What the proxy's idle times exceed the load balancer's by, so that it is always the load balancer that closes an idle connection: a
 * target that closes one first lets the load balancer run into the closing connection, and answer 502.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 */
const AFTER_IDLE_TIMEOUT = { from: IDLE_TIMEOUT.setting, by: 10 } as const;

const STOP_TIMEOUT = {
  hop: 'deployment, scale-in',
  setting: 'stopTimeout',
  given: 'stopTimeout',
  planned: 120,
  unset: 30,
  limit: {
    minimum: 2,
    maximum: 120,
    unit: 's',
    owner: 'Fargate',
    wayOut: 'use deregistrationDelay, which may be up to 3600 s, to give open sockets longer',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html',
  },
  closer: 'ECS',
  effect: 'from SIGTERM to SIGKILL',
} as const satisfies Timeout;

/** What a drained proxy has, of ECS's `stopTimeout`, to close what is still open and exit by itself. */
const BEFORE_STOP_TIMEOUT = { from: STOP_TIMEOUT.setting, by: -5 } as const;

/** Every timeout on the way from the client to the backends, then those of a deployment. */
export const TIMEOUTS = {
  idleTimeout: IDLE_TIMEOUT,
  clientKeepAlive: {
    hop: 'client -> load balancer',
    setting: 'client_keep_alive',
    attribute: 'client_keep_alive.seconds',
    given: 'clientKeepAlive of LoadBalancing.application()',
    planned: 3600,
    unset: 3600,
    limit: {
      minimum: 60,
      maximum: 604_800,
      unit: 's',
      owner: 'an Application Load Balancer',
      wayOut: 'stay within it, it ends no open WebSocket, only how long a connection takes new requests',
      source: `${ALB_GUIDE}/edit-load-balancer-attributes.html`,
    },
    closer: 'load balancer',
    effect: 'an older connection takes one more request and is closed; an open WebSocket goes on',
  },
  keepaliveTimeout: {
    hop: 'load balancer -> proxy',
    setting: 'keepaliveTimeout',
    planned: following(AFTER_IDLE_TIMEOUT, IDLE_TIMEOUT.planned),
    follows: AFTER_IDLE_TIMEOUT,
    unset: seconds(LOCATION_DEFAULTS.keepaliveTimeout),
    limit: 'more than idle_timeout (AWS), else 502s',
    closer: 'proxy',
    effect: 'an idle connection is closed by the proxy if the load balancer has not done so',
  },
  clientHeaderTimeout: {
    hop: 'load balancer -> proxy',
    setting: 'clientHeaderTimeout',
    given: 'client_header_timeout of a nginxConf',
    planned: seconds(SERVER_DEFAULTS.clientHeaderTimeout),
    unset: seconds(SERVER_DEFAULTS.clientHeaderTimeout),
    limit: 'none',
    closer: 'proxy',
    effect: 'a request whose head is not complete by then is dropped',
  },
  healthCheck: {
    hop: 'load balancer -> proxy',
    setting: 'health check',
    planned: 10,
    unset: AWS_DEFAULTS.healthCheck.interval,
    limit: {
      minimum: 5,
      maximum: 300,
      unit: 's',
      owner: 'a target group',
      wayOut: 'use 5 to 300 s',
      source: `${ALB_GUIDE}/target-group-health-checks.html`,
    },
    closer: 'load balancer',
    effect: 'checks in a row that fail take a task out, and those that succeed bring it in',
  },
  /**
   * Less than any idle timeout after which a security group forgets an established flow, 350 s at the least: what then comes from a task first
   * is dropped, for no rule lets it out to the load balancer's port.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
   */
  soKeepalive: {
    hop: 'load balancer -> proxy',
    setting: 'soKeepalive',
    given: 'so_keepalive in the listen of a nginxConf',
    planned: 60,
    limit: 'less than the 350 s after which a security group forgets a connection (EC2)',
    closer: 'proxy',
    effect:
      'without a packet for so long, a TCP probe is sent; one that nobody answers again and again ends the connection',
  },
  proxyConnectTimeout: {
    hop: 'proxy -> backend',
    setting: 'proxyConnectTimeout',
    given: 'proxyConnectTimeout of a backend',
    // In a VPC a connection takes milliseconds, or never comes: a task that is gone drops what is sent to it, and DNS still names it for a while.
    planned: 5,
    unset: seconds(LOCATION_DEFAULTS.proxyConnectTimeout),
    limit: 'none',
    closer: 'proxy',
    effect: 'the backend must accept the connection, else the next server or 504',
  },
  proxyReadTimeout: {
    hop: 'proxy -> backend',
    setting: 'proxyReadTimeout',
    given: 'proxyReadTimeout of a backend',
    planned: following(AFTER_IDLE_TIMEOUT, IDLE_TIMEOUT.planned),
    follows: AFTER_IDLE_TIMEOUT,
    unset: seconds(LOCATION_DEFAULTS.proxyReadTimeout),
    limit: 'none; more than idle_timeout leaves it to the load balancer',
    closer: 'proxy',
    effect: 'a WebSocket in which nothing moved either way is closed; a request without an answer gets 504',
  },
  sendTimeout: {
    hop: 'proxy -> backend',
    setting: 'sendTimeout, proxySendTimeout',
    given: 'sendTimeout and proxySendTimeout of a backend',
    planned: seconds(LOCATION_DEFAULTS.sendTimeout),
    unset: seconds(LOCATION_DEFAULTS.sendTimeout),
    limit: 'none',
    closer: 'proxy',
    effect: 'a client, or a backend, that takes nothing of what is there for it is cut off',
  },
  upstreamKeepalive: {
    hop: 'proxy -> backend',
    setting: 'keepaliveTimeout of the upstream',
    given: 'keepalive_timeout of an upstream block in a nginxConf',
    // Node's HTTP server closes its end after 5 s, others after longer: the proxy must be first, or a request crosses the close, and one that
    // can't be sent twice is a 502.
    planned: 4,
    unset: seconds(UPSTREAM_DEFAULTS.keepaliveTimeout),
    limit: "less than the backend's own, else 502s",
    closer: 'proxy',
    effect: 'an idle connection to the backend is closed by the proxy',
  },
  deregistrationDelay: {
    hop: 'deployment, scale-in',
    setting: 'deregistration_delay',
    attribute: 'deregistration_delay.timeout_seconds',
    given: 'deregistrationDelay',
    planned: 120,
    unset: 300,
    limit: {
      minimum: 0,
      maximum: 3600,
      unit: 's',
      owner: 'a target group',
      wayOut: 'stay within it, and let clients connect again if their socket is closed by a deployment',
      source: `${ALB_GUIDE}/edit-target-group-attributes.html`,
    },
    closer: 'load balancer',
    effect: 'open WebSockets go on for this long, new ones go to other tasks; then the load balancer closes the rest',
  },
  workerShutdownTimeout: {
    hop: 'deployment, scale-in',
    setting: 'workerShutdownTimeout',
    given: 'worker_shutdown_timeout of a nginxConf, if it is shorter',
    planned: following(BEFORE_STOP_TIMEOUT, STOP_TIMEOUT.planned),
    follows: BEFORE_STOP_TIMEOUT,
    limit: 'less than stopTimeout',
    closer: 'proxy',
    effect: 'after SIGTERM the proxy exits when its last connection ends, and at the latest then',
  },
  stopTimeout: STOP_TIMEOUT,
} as const satisfies Readonly<Record<string, Timeout>>;

/** A timeout that follows from another one, for so many seconds of that. */
export function following({ by }: Following, seconds: number): number {
  return Math.max(seconds + by, 1);
}

/** A time of a configuration in seconds. */
export function seconds(time: Parameters<typeof parseTime>[0]): number {
  return parseTime(time) / 1000;
}

/** What a timeout may be, and who says so, in words. */
export function limitText(limit: Timeout['limit']): string {
  if (typeof limit === 'string') return limit;
  const { minimum, maximum, unit, owner } = limit;
  return `${minimum} to ${maximum} ${unit} (${owner})`;
}
