import { AWS_DEFAULTS } from '../plan/limits.ts';
import type { DeployedLoadBalancer, DeployedTargetGroup } from './deployed-proxy.ts';

/** AWS's attributes, by their own keys, with AWS's default for those that are not set. */

/** Seconds without a byte in either direction after which the load balancer closes a connection. */
export function idleTimeout(loadBalancer: DeployedLoadBalancer): number {
  return seconds(loadBalancer.attributes, 'idle_timeout.timeout_seconds', AWS_DEFAULTS.idleTimeout);
}

/** Seconds a client's connection may be used for new requests. */
export function clientKeepAlive(loadBalancer: DeployedLoadBalancer): number {
  return seconds(loadBalancer.attributes, 'client_keep_alive.seconds', AWS_DEFAULTS.clientKeepAlive);
}

/** Seconds a deregistered target's open connections may go on. */
export function deregistrationDelay(targetGroup: DeployedTargetGroup): number {
  return seconds(targetGroup.attributes, 'deregistration_delay.timeout_seconds', AWS_DEFAULTS.deregistrationDelay);
}

/** What the load balancer does with X-Forwarded-For. */
export function forwardedForMode(loadBalancer: DeployedLoadBalancer): 'append' | 'preserve' | 'remove' {
  const mode = loadBalancer.attributes['routing.http.xff_header_processing.mode'];
  return mode === 'preserve' || mode === 'remove' ? mode : 'append';
}

/** Whether the load balancer drops header lines whose names have other characters than letters, digits and hyphens. */
export function dropsInvalidHeaders(loadBalancer: DeployedLoadBalancer): boolean {
  return loadBalancer.attributes['routing.http.drop_invalid_header_fields.enabled'] === 'true';
}

function seconds(attributes: Readonly<Record<string, string>>, key: string, otherwise: number): number {
  const value = Number(attributes[key]);
  return Number.isInteger(value) ? value : otherwise;
}
