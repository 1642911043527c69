import {
  directiveName,
  parseSize,
  type LocationDirectives,
  type ServerDirectives,
  type Time,
} from '../../../proxy-runtime/config/index.ts';
import { isKnown, type MaybeKnown } from '../known.ts';
import { seconds, TIMEOUTS } from '../timeouts/timeouts.ts';
import { mapLevels, type PlacedConfig } from './levels.ts';
import type { Warn } from './plan-warning.ts';

/**
 * What of a request's head an Application Load Balancer takes: 16 KiB for a line of it, 64 KiB for all.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const HEAD_LINE = 16 * 1024;
const HEAD = 64 * 1024;

const IDLE_LIMIT = TIMEOUTS.idleTimeout.limit;

/** Times in which the client, which is the load balancer here, may do nothing. */
const OF_CLIENT = ['clientBodyTimeout', 'sendTimeout'] as const;

/** What concerns how a connection to the client begins and ends, and so the load balancer, which has whole requests for the proxy. */
const OF_CONNECTION = [
  'clientHeaderTimeout',
  'lingeringClose',
  'lingeringTime',
  'lingeringTimeout',
  'resetTimedoutConnection',
] as const;

/**
 * Warns of what clients don't see, since the load balancer before the proxy has a smaller limit, or a connection of its own to them.
 */
export function warnOfLoadBalancerLimits(config: PlacedConfig, idleTimeout: MaybeKnown, warn: Warn): void {
  const connection = new Set<string>();
  mapLevels(config, (level, place) => {
    const stated: LocationDirectives & ServerDirectives = level;
    const at = place === '' ? '' : `${place}: `;
    warnOfHead(stated, at, warn);
    for (const name of OF_CLIENT) {
      const text = beyondIdle(name, stated[name], idleTimeout);
      if (text !== undefined) warn('IdleTimeout', at + text);
    }
    for (const name of OF_CONNECTION) if (stated[name] !== undefined) connection.add(directiveName(name));
    return level;
  });
  if (connection.size > 0) {
    warn(
      'Connection',
      `${[...connection].join(', ')}: concerns the connection to the load balancer here; how clients are waited for is the load balancer's to say`,
    );
  }
}

/** What to know, without being warned, of a `proxy_read_timeout` that the load balancer doesn't wait for: it is often as long as can be. */
export function readTimeoutNotices(config: PlacedConfig, idleTimeout: MaybeKnown): readonly string[] {
  const notices: string[] = [];
  mapLevels(config, (level, place) => {
    const text = beyondIdle('proxyReadTimeout', level.proxyReadTimeout, idleTimeout);
    if (text !== undefined) notices.push(`nginxConf: ${place === '' ? '' : `${place}: `}${text}`);
    return level;
  });
  return notices;
}

function beyondIdle(name: string, time: Time | undefined, idleTimeout: MaybeKnown): string | undefined {
  if (time === undefined || !isKnown(idleTimeout) || seconds(time) <= idleTimeout) return undefined;
  const wayOut =
    idleTimeout < IDLE_LIMIT.maximum
      ? `give a longer idleTimeout, up to ${IDLE_LIMIT.maximum} s, or ping in time`
      : 'ping in time';
  return `${directiveName(name)} is ${seconds(time)} s, but the load balancer closes a connection in which nothing moves for ${idleTimeout} s (idleTimeout); ${wayOut}`;
}

function warnOfHead({ largeClientHeaderBuffers: buffers }: ServerDirectives, at: string, warn: Warn): void {
  if (buffers === undefined) return;
  const size = parseSize(buffers.size);
  if (size <= HEAD_LINE && buffers.number * size <= HEAD) return;
  warn(
    'HeaderBuffers',
    `${at}large_client_header_buffers is ${buffers.number} ${buffers.size}, but an Application Load Balancer takes 16 KiB for a line of a request's head and 64 KiB for all of it, and answers the rest itself; shorten what is sent`,
  );
}
