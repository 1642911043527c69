import type { Advice, ExplainedProxy, IdleOutcome } from './explanation.ts';
import { locationTimes, shortestKeepalive } from '../timeouts/location-times.ts';
import { withPlaces } from '../nginx-conf/levels.ts';
import { following, seconds, TIMEOUTS } from '../timeouts/timeouts.ts';

/** What to change about a deployed proxy, and what to know about it. */
export function explainAdvice(deployed: ExplainedProxy, outcomes: readonly IdleOutcome[]): readonly Advice[] {
  return [
    ...protocolAdvice(deployed),
    ...idleAdvice(deployed),
    ...stopAdvice(deployed),
    ...pingAdvice(outcomes),
    ...drainAdvice(deployed),
  ];
}

function protocolAdvice({ protocolVersion = 'HTTP1' }: ExplainedProxy): readonly Advice[] {
  if (protocolVersion === 'HTTP1') return [];
  return [
    warning(
      `the target group speaks ${protocolVersion} to the proxy, in which a WebSocket upgrade fails; set its protocol version to HTTP1`,
    ),
  ];
}

function idleAdvice({ idleTimeout = TIMEOUTS.idleTimeout.unset, config }: ExplainedProxy): readonly Advice[] {
  if (idleTimeout === 'unknown') return [];
  const keepalive = shortestKeepalive(config);
  const tooShort = locationTimes(withPlaces(config)).filter(({ proxyReadTimeout }) => proxyReadTimeout < idleTimeout);
  return [
    ...(keepalive > idleTimeout
      ? []
      : [
          warning(
            `keepaliveTimeout (${keepalive} s) is not longer than idle_timeout (${idleTimeout} s): the load balancer may use a connection that the proxy is closing, and answer 502; make it ${following(TIMEOUTS.keepaliveTimeout.follows, idleTimeout)} s`,
          ),
        ]),
    ...tooShort.map(({ location, proxyReadTimeout }) =>
      warning(
        `${location}: proxyReadTimeout (${proxyReadTimeout} s) is shorter than idle_timeout (${idleTimeout} s), so the proxy cuts sockets that the load balancer would keep; make it ${following(TIMEOUTS.proxyReadTimeout.follows, idleTimeout)} s`,
      ),
    ),
  ];
}

function stopAdvice({ stopTimeout = TIMEOUTS.stopTimeout.unset, config }: ExplainedProxy): readonly Advice[] {
  if (stopTimeout === 'unknown' || config.workerShutdownTimeout === undefined) return [];
  const drain = seconds(config.workerShutdownTimeout);
  if (drain < stopTimeout) return [];
  return [
    warning(
      `workerShutdownTimeout (${drain} s) is not shorter than stopTimeout (${stopTimeout} s): ECS kills the proxy while it drains; make it ${following(TIMEOUTS.workerShutdownTimeout.follows, stopTimeout)} s`,
    ),
  ];
}

function pingAdvice(outcomes: readonly IdleOutcome[]): readonly Advice[] {
  const shortest = Math.min(...outcomes.map(({ after }) => (after === 'unknown' ? Infinity : after)));
  if (!Number.isFinite(shortest)) return [];
  return [
    note(
      `a ping or message from either side every ${String(Math.max(Math.floor(shortest / 2), 1))} s or sooner keeps every WebSocket open`,
    ),
  ];
}

function drainAdvice({ deregistrationDelay = TIMEOUTS.deregistrationDelay.unset }: ExplainedProxy): readonly Advice[] {
  if (deregistrationDelay === 'unknown') return [];
  return [
    note(
      `a deployment replaces a task ${deregistrationDelay} s after its successor is healthy, open WebSockets or not; clients should connect again when theirs is closed`,
    ),
  ];
}

function warning(text: string): Advice {
  return { level: 'warning', text };
}

function note(text: string): Advice {
  return { level: 'note', text };
}
