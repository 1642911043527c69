import { SERVER_DEFAULTS, type ProxyConfig } from '../../../proxy-runtime/config/index.ts';
import { capacityOf } from '../compute/capacity.ts';
import type { DeployedNumber, ExplainedProxy, Hop } from './explanation.ts';
import { AWS_DEFAULTS } from '../limits/limits.ts';
import { locationTimes, shortestKeepalive, type LocationTimes } from '../timeouts/location-times.ts';
import { withPlaces } from '../nginx-conf/levels.ts';
import { limitText, seconds, TIMEOUTS, type Timeout } from '../timeouts/timeouts.ts';

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

/** The row of a timeout. */
function row(timeout: Timeout, given: string): Hop {
  const { hop, setting, limit, effect } = timeout;
  return { hop, setting, value: given, limit: limitText(limit), meaning: effect };
}

function clientSide(deployed: ExplainedProxy): readonly Hop[] {
  const { config, idleTimeout, clientKeepAlive } = deployed;
  const health = { ...AWS_DEFAULTS.healthCheck, ...deployed.healthCheck };
  return [
    row(TIMEOUTS.idleTimeout, inSeconds(idleTimeout ?? TIMEOUTS.idleTimeout.unset)),
    row(TIMEOUTS.clientKeepAlive, inSeconds(clientKeepAlive ?? TIMEOUTS.clientKeepAlive.unset)),
    row(TIMEOUTS.keepaliveTimeout, inSeconds(shortestKeepalive(config))),
    row(
      TIMEOUTS.clientHeaderTimeout,
      inSeconds(seconds(config.clientHeaderTimeout ?? SERVER_DEFAULTS.clientHeaderTimeout)),
    ),
    {
      ...row(TIMEOUTS.healthCheck, `every ${inSeconds(health.interval)}, ${inSeconds(health.timeout)} to answer`),
      meaning: `${value(health.unhealthyThreshold, '')} failures take a task out, ${value(health.healthyThreshold, '')} successes bring it in`,
    },
  ];
}

function backendSide({ config }: ExplainedProxy): readonly Hop[] {
  return byTimes(config).flatMap(({ locations, proxyPasses, times }) => {
    const [only = 'the backend', ...others] = proxyPasses;
    const backend = others.length > 0 ? 'the backend' : only;
    const connect = row(TIMEOUTS.proxyConnectTimeout, inSeconds(times.proxyConnectTimeout));
    const kept = times.upstreamKeepalive === 0 ? 'none kept' : inSeconds(times.upstreamKeepalive);
    const body = times.clientMaxBodySize === 0 ? 'any size' : value(times.clientMaxBodySize, 'bytes');
    const rows: readonly Hop[] = [
      { ...connect, meaning: connect.meaning.replace('the backend', () => backend) },
      row(TIMEOUTS.proxyReadTimeout, inSeconds(times.proxyReadTimeout)),
      row(TIMEOUTS.sendTimeout, `${inSeconds(times.sendTimeout)}, ${inSeconds(times.proxySendTimeout)}`),
      row(TIMEOUTS.upstreamKeepalive, kept),
      {
        hop: TIMEOUTS.proxyReadTimeout.hop,
        setting: 'clientMaxBodySize, proxyBufferSize',
        value: `${body}, ${value(times.proxyBufferSize, 'bytes')}`,
        limit: '32 KiB for a response head (an Application Load Balancer)',
        meaning: 'a larger request body gets 413; a response with a larger head becomes 502',
      },
    ];
    return rows.map((each) => ({ ...each, hop: `${each.hop} ${locations.join(', ')}` }));
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

function lifeCycle({ config, deregistrationDelay, stopTimeout }: ExplainedProxy): readonly Hop[] {
  const { workerShutdownTimeout } = config;
  return [
    row(TIMEOUTS.deregistrationDelay, inSeconds(deregistrationDelay ?? TIMEOUTS.deregistrationDelay.unset)),
    row(
      TIMEOUTS.workerShutdownTimeout,
      workerShutdownTimeout === undefined ? 'none' : inSeconds(seconds(workerShutdownTimeout)),
    ),
    row(TIMEOUTS.stopTimeout, inSeconds(stopTimeout ?? TIMEOUTS.stopTimeout.unset)),
  ];
}

function inSeconds(number: DeployedNumber): string {
  return value(number, 's');
}

function value(number: DeployedNumber, unit: string): string {
  return number === 'unknown' ? 'not known before the deployment' : `${number} ${unit}`.trimEnd();
}
