import type { ListenerPlan } from '../public-plan.ts';
import { CONTAINER_PORT, HEALTH_PORT } from '../compute/ports.ts';
import { isKnown, type MaybeKnown } from '../known.ts';
import { checkLimit } from '../limits/check-limit.ts';
import { following, TIMEOUTS } from '../timeouts/timeouts.ts';
import type { IdlePlan, LoadBalancingContext, LoadBalancingPlan } from './planning.ts';

/** An Application Load Balancer of the proxy's own, as plain data. Times are whole seconds. */
export interface ApplicationSpec {
  readonly kind: 'application';
  /** With TLS, whether HTTP on 80 redirects to HTTPS. @default true */
  readonly redirectHttp?: boolean | undefined;
  /** How long a client connection may take new requests: 60 to 604800. @default 3600 */
  readonly clientKeepAlive?: MaybeKnown | undefined;
}

/**
 * TLS 1.3, and 1.2 with forward secrecy and authenticated encryption only; in every region.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

/**
 * Plans an Application Load Balancer, its listeners and its target group.
 *
 * @throws {@link PlanError} for a number that AWS would refuse
 */
export function planApplication(
  { redirectHttp = true, clientKeepAlive = TIMEOUTS.clientKeepAlive.planned }: ApplicationSpec,
  { tls, passInvalidHeaders, idleTimeout, deregistrationDelay }: LoadBalancingContext,
): LoadBalancingPlan {
  checkLimit('idleTimeout', idleTimeout, TIMEOUTS.idleTimeout.limit);
  checkLimit('loadBalancing.clientKeepAlive', clientKeepAlive, TIMEOUTS.clientKeepAlive.limit);
  checkLimit('deregistrationDelay', deregistrationDelay, TIMEOUTS.deregistrationDelay.limit);
  return {
    ...planListeners(tls, redirectHttp),
    loadBalancer: { idleTimeout, clientKeepAlive, dropInvalidHeaderFields: !passInvalidHeaders },
    targetGroup: {
      protocol: 'HTTP',
      protocolVersion: 'HTTP1',
      port: CONTAINER_PORT,
      deregistrationDelay,
      // A WebSocket counts for as long as it is open, so this levels out the tasks after a deployment; round robin never would.
      loadBalancingAlgorithm: 'least_outstanding_requests',
      healthCheck: {
        port: HEALTH_PORT,
        path: '/healthz',
        interval: TIMEOUTS.healthCheck.planned,
        timeout: 5,
        healthyThresholdCount: 2,
        // A task that is busy with clients that all connect again must not be killed for it, which would bring the next such storm.
        unhealthyThresholdCount: 4,
        healthyHttpCodes: '200',
      },
    },
    proxy: planIdle(isKnown(idleTimeout) ? idleTimeout : TIMEOUTS.idleTimeout.limit.maximum),
  };
}

/** The proxy's own times behind an Application Load Balancer that closes a connection after so many seconds without a byte. */
export function planIdle(idleTimeout: number): IdlePlan {
  return {
    soKeepalive: { idle: TIMEOUTS.soKeepalive.planned },
    proxyReadTimeout: following(TIMEOUTS.proxyReadTimeout.follows, idleTimeout),
    keepaliveTimeout: following(TIMEOUTS.keepaliveTimeout.follows, idleTimeout),
  };
}

function planListeners(tls: boolean, redirectHttp: boolean): Pick<LoadBalancingPlan, 'listener' | 'redirectListener'> {
  const http: ListenerPlan = { protocol: 'HTTP', port: 80 };
  if (!tls) return { listener: http };
  const https: ListenerPlan = { protocol: 'HTTPS', port: 443, sslPolicy: SSL_POLICY };
  return redirectHttp ? { listener: https, redirectListener: http } : { listener: https };
}
