import { SERVER_DEFAULTS, type ProxyConfig } from '../../proxy-runtime/config/index.ts';
import { capacityOf } from './capacity.ts';
import type { DeployedNumber, ExplainedProxy, Hop } from './explanation.ts';
import { withPlaces } from './nginx-conf/levels.ts';
import { locationTimes, seconds, shortestKeepalive, type LocationTimes } from './explain-idle.ts';
import {
  AWS_DEFAULTS,
  CLIENT_KEEP_ALIVE,
  DEREGISTRATION_DELAY,
  HEALTH_CHECK_INTERVAL,
  IDLE_TIMEOUT,
  type Limit,
  STOP_TIMEOUT,
} from './limits.ts';

/** Every number on the way, from the client to the backends, then those of a deployment. */
export function explainHops(deployed: ExplainedProxy): readonly Hop[] {
  return [
    ...clientSide(deployed),
    ...backendSide(deployed),
    ...lifeCycle(deployed),
    taskSize(deployed),
    ...taskCapacity(deployed),
  ];
}

function clientSide(deployed: ExplainedProxy): readonly Hop[] {
  const { config } = deployed;
  const health = { ...AWS_DEFAULTS.healthCheck, ...deployed.healthCheck };
  return [
    {
      hop: 'client -> load balancer',
      setting: 'idle_timeout',
      value: value(deployed.idleTimeout ?? AWS_DEFAULTS.idleTimeout, 's'),
      limit: limit(IDLE_TIMEOUT),
      meaning: 'a connection in which no byte moved is closed, on both sides of the load balancer',
    },
    {
      hop: 'client -> load balancer',
      setting: 'client_keep_alive',
      value: value(deployed.clientKeepAlive ?? AWS_DEFAULTS.clientKeepAlive, 's'),
      limit: limit(CLIENT_KEEP_ALIVE),
      meaning: 'an older connection takes one more request and is closed; an open WebSocket goes on',
    },
    {
      hop: 'load balancer -> proxy',
      setting: 'keepaliveTimeout',
      value: value(shortestKeepalive(config), 's'),
      limit: 'more than idle_timeout (AWS), else 502s',
      meaning: 'an idle connection is closed by the proxy if the load balancer has not done so',
    },
    {
      hop: 'load balancer -> proxy',
      setting: 'clientHeaderTimeout',
      value: value(seconds(config.clientHeaderTimeout ?? SERVER_DEFAULTS.clientHeaderTimeout), 's'),
      limit: 'none',
      meaning: 'a request whose head is not complete by then is dropped',
    },
    {
      hop: 'load balancer -> proxy',
      setting: 'health check',
      value: `every ${value(health.interval, 's')}, ${value(health.timeout, 's')} to answer`,
      limit: limit(HEALTH_CHECK_INTERVAL),
      meaning: `${value(health.unhealthyThreshold, '')} failures take a task out, ${value(health.healthyThreshold, '')} successes bring it in`,
    },
  ];
}

function backendSide({ config }: ExplainedProxy): readonly Hop[] {
  return byTimes(config).flatMap(({ locations, proxyPasses, times }) => {
    const hop = `proxy -> backend ${locations.join(', ')}`;
    const [only, ...others] = proxyPasses;
    const backend = only === undefined || others.length > 0 ? 'the backend' : only;
    return [
      {
        hop,
        setting: 'proxyConnectTimeout',
        value: value(times.proxyConnectTimeout, 's'),
        limit: 'none',
        meaning: `${backend} must accept the connection, else the next server or 504`,
      },
      {
        hop,
        setting: 'proxyReadTimeout',
        value: value(times.proxyReadTimeout, 's'),
        limit: 'none; more than idle_timeout leaves it to the load balancer',
        meaning: 'a WebSocket in which nothing moved either way is closed; a request without an answer gets 504',
      },
      {
        hop,
        setting: 'sendTimeout, proxySendTimeout',
        value: `${value(times.sendTimeout, 's')}, ${value(times.proxySendTimeout, 's')}`,
        limit: 'none',
        meaning: 'a client, or a backend, that takes nothing of what is there for it is cut off',
      },
      {
        hop,
        setting: 'keepaliveTimeout of the upstream',
        value: times.upstreamKeepalive === 0 ? 'none kept' : value(times.upstreamKeepalive, 's'),
        limit: "less than the backend's own, else 502s",
        meaning: 'an idle connection to the backend is closed by the proxy',
      },
      {
        hop,
        setting: 'clientMaxBodySize, proxyBufferSize',
        value: `${times.clientMaxBodySize === 0 ? 'any size' : value(times.clientMaxBodySize, 'bytes')}, ${value(times.proxyBufferSize, 'bytes')}`,
        limit: '32 KiB for a response head (an Application Load Balancer)',
        meaning: 'a larger request body gets 413; a response with a larger head becomes 502',
      },
    ];
  });
}

interface Group {
  readonly locations: string[];
  readonly proxyPasses: Set<string>;
  readonly times: Omit<LocationTimes, 'location' | 'proxyPass'>;
}

/** Locations with the same times are one hop, wherever they go. */
function byTimes(config: ProxyConfig): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { location, proxyPass, ...times } of locationTimes(withPlaces(config))) {
    const key = JSON.stringify(times);
    const group = groups.get(key) ?? { locations: [], proxyPasses: new Set(), times };
    group.locations.push(location);
    group.proxyPasses.add(proxyPass);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function taskSize({ cpu = AWS_DEFAULTS.cpu, memoryLimitMiB = AWS_DEFAULTS.memoryLimitMiB }: ExplainedProxy): Hop {
  return {
    hop: 'task',
    setting: 'cpu, memory',
    value: `${value(cpu, 'CPU units')}, ${value(memoryLimitMiB, 'MiB')}`,
    limit: 'the sizes Fargate has',
    meaning: 'to one address of a backend a task has about 28000 connections (the ports Linux gives out)',
  };
}

/** Rounded, as what it is worked out from is measured elsewhere. */
function taskCapacity({
  cpu = AWS_DEFAULTS.cpu,
  memoryLimitMiB = AWS_DEFAULTS.memoryLimitMiB,
}: ExplainedProxy): readonly Hop[] {
  if (cpu === 'unknown' || memoryLimitMiB === 'unknown') return [];
  const { tunnels, messagesPerSecond, opensPerSecond } = capacityOf({ cpu, memoryMiB: memoryLimitMiB });
  return [
    {
      hop: 'task',
      setting: 'capacity',
      value: `${rounded(tunnels)} tunnels; ${rounded(messagesPerSecond)} messages/s, or ${rounded(opensPerSecond)} new tunnels/s`,
      limit: 'half of CPU and memory, the rest being for bursts',
      meaning: 'what a task is good for by measurement (docs/performance.md); more tasks, or larger ones, take more',
    },
  ];
}

/** To two digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

function lifeCycle(deployed: ExplainedProxy): readonly Hop[] {
  const { workerShutdownTimeout } = deployed.config;
  return [
    {
      hop: 'deployment, scale-in',
      setting: 'deregistration_delay',
      value: value(deployed.deregistrationDelay ?? AWS_DEFAULTS.deregistrationDelay, 's'),
      limit: limit(DEREGISTRATION_DELAY),
      meaning:
        'open WebSockets go on for this long, new ones go to other tasks; then the load balancer closes the rest',
    },
    {
      hop: 'deployment, scale-in',
      setting: 'workerShutdownTimeout',
      value: workerShutdownTimeout === undefined ? 'none' : value(seconds(workerShutdownTimeout), 's'),
      limit: 'less than stopTimeout',
      meaning: 'after SIGTERM the proxy exits when its last connection ends, and at the latest then',
    },
    {
      hop: 'deployment, scale-in',
      setting: 'stopTimeout',
      value: value(deployed.stopTimeout ?? AWS_DEFAULTS.stopTimeout, 's'),
      limit: limit(STOP_TIMEOUT),
      meaning: 'from SIGTERM to SIGKILL',
    },
  ];
}

function value(number: DeployedNumber, unit: string): string {
  return number === 'unknown' ? 'not known before the deployment' : `${number} ${unit}`.trimEnd();
}

function limit({ minimum, maximum, unit, owner }: Limit): string {
  return `${minimum} to ${maximum} ${unit} (${owner})`;
}
