import { TIMEOUTS } from '../../plan/timeouts/timeouts.ts';
import type { DeployedLoadBalancer } from '../deployed/deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import { asString, type JsonObject } from '../deployed/json.ts';
import { pulumiProperty } from '../deployed/properties.ts';
import { forwardTargets, readListener } from '../deployed/read-listener.ts';
import type { RecordedResource } from './recorded.ts';
import { isLoadBalancing, refersTo } from './resources.ts';

/** AWS's keys of the load balancer attributes that are arguments in Pulumi. */
const LOAD_BALANCER_ATTRIBUTES = {
  idleTimeout: TIMEOUTS.idleTimeout.attribute,
  clientKeepAlive: TIMEOUTS.clientKeepAlive.attribute,
  xffHeaderProcessingMode: 'routing.http.xff_header_processing.mode',
  dropInvalidHeaderFields: 'routing.http.drop_invalid_header_fields.enabled',
  preserveHostHeader: 'routing.http.preserve_host_header.enabled',
  desyncMitigationMode: 'routing.http.desync_mitigation_mode',
  enableHttp2: 'routing.http2.enabled',
  enableDeletionProtection: 'deletion_protection.enabled',
};

/** AWS's keys of the target group attributes that are arguments in Pulumi. */
const TARGET_GROUP_ATTRIBUTES = {
  deregistrationDelay: TIMEOUTS.deregistrationDelay.attribute,
  slowStart: 'slow_start.duration_seconds',
  loadBalancingAlgorithmType: 'load_balancing.algorithm.type',
};

/**
 * Finds the load balancer that forwards to a target group, with all its listeners.
 *
 * @param proxy - the proxy's path, for error messages
 * @throws {@link InputError} when the program has none
 */
export function findLoadBalancer(
  proxy: string,
  group: RecordedResource,
  resources: readonly RecordedResource[],
): DeployedLoadBalancer {
  const listeners = resources.filter((each) => isLoadBalancing('Listener', each));
  const forwarding = listeners.find((listener) => forwardsTo(group, listener));
  if (forwarding === undefined) throw new InputError(`${proxy}: no listener's default action forwards to it`);
  const isOf = (loadBalancer: RecordedResource, listener: RecordedResource): boolean =>
    refersTo(loadBalancer, listener.inputs['loadBalancerArn']);
  const loadBalancer = resources.find((each) => isLoadBalancing('LoadBalancer', each) && isOf(each, forwarding));
  if (loadBalancer === undefined) {
    throw new InputError(
      `${proxy}: its load balancer is not created by the program, so its idle timeout and listeners are not known here`,
    );
  }
  const { inputs } = loadBalancer;
  return {
    type: asString(inputs['loadBalancerType']) ?? 'application',
    scheme: inputs['internal'] === true ? 'internal' : 'internet-facing',
    attributes: attributes(inputs, LOAD_BALANCER_ATTRIBUTES),
    listeners: listeners
      .filter((listener) => isOf(loadBalancer, listener))
      .flatMap((listener) => readListener(listener.inputs, pulumiProperty, forwardsTo(group, listener)) ?? []),
  };
}

/** A target group's attributes by AWS's keys, as far as they are set. */
export function targetGroupAttributes(group: JsonObject): Record<string, string> {
  return attributes(group, TARGET_GROUP_ATTRIBUTES);
}

function attributes(inputs: JsonObject, keys: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(keys).flatMap(([argument, key]) => {
      const value = asString(inputs[argument]);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function forwardsTo(group: RecordedResource, { inputs }: RecordedResource): boolean {
  return forwardTargets(inputs, pulumiProperty).some((arn) => refersTo(group, arn));
}
