import { TIMEOUTS } from '../../plan/timeouts/timeouts.ts';
import type { DeployedLoadBalancer, DeployedTargetGroup } from './deployed-proxy.ts';

/** AWS's attributes, by their own keys, with AWS's default for those that are not set. */

/** Seconds without a byte in either direction after which the load balancer closes a connection. */
export function idleTimeout(loadBalancer: DeployedLoadBalancer): number {
  return seconds(loadBalancer.attributes, TIMEOUTS.idleTimeout);
}

/** Seconds a client's connection may be used for new requests. */
export function clientKeepAlive(loadBalancer: DeployedLoadBalancer): number {
  return seconds(loadBalancer.attributes, TIMEOUTS.clientKeepAlive);
}

/** Seconds a deregistered target's open connections may go on. */
export function deregistrationDelay(targetGroup: DeployedTargetGroup): number {
  return seconds(targetGroup.attributes, TIMEOUTS.deregistrationDelay);
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

function seconds(
  attributes: Readonly<Record<string, string>>,
  { attribute, unset }: { readonly attribute: string; readonly unset: number },
): number {
  const value = Number(attributes[attribute]);
  return Number.isInteger(value) ? value : unset;
}
