import type { DeployedLoadBalancer } from '../deployed/deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import { asArray, asObject, asString } from '../deployed/json.ts';
import { cloudFormationProperty } from '../deployed/properties.ts';
import { forwardTargets, readListener } from '../deployed/read-listener.ts';
import type { IntrinsicResolver } from './intrinsics.ts';
import type { Resource } from './template.ts';

/**
 * Finds the load balancer that forwards to a target group, with all its listeners.
 *
 * @param proxy - the proxy's path, for error messages
 * @throws {@link InputError} when there is none in the assembly
 */
export function findLoadBalancer(
  proxy: string,
  group: Resource,
  resources: readonly Resource[],
  resolver: IntrinsicResolver,
): DeployedLoadBalancer {
  const listeners = resources.filter(({ type }) => type === 'AWS::ElasticLoadBalancingV2::Listener');
  const loadBalancerOf = (listener: Resource): Resource | undefined =>
    resolver.resource(listener.properties['LoadBalancerArn'], listener.template);
  const forwarding = listeners.find((listener) => forwardsTo(group, listener, resolver));
  if (forwarding === undefined) throw new InputError(`${proxy}: no listener's default action forwards to it`);
  const loadBalancer = loadBalancerOf(forwarding);
  if (loadBalancer === undefined) {
    throw new InputError(
      `${proxy}: its load balancer is not in the assembly, so its idle timeout and listeners are not known here`,
    );
  }
  const properties = asObject(resolver.plain(loadBalancer.properties, loadBalancer.template));
  return {
    type: asString(properties['Type']) ?? 'application',
    scheme: asString(properties['Scheme']) ?? 'internet-facing',
    attributes: attributeMap(properties['LoadBalancerAttributes']),
    listeners: listeners
      .filter((listener) => loadBalancerOf(listener) === loadBalancer)
      .flatMap((listener) => {
        const properties = asObject(resolver.plain(listener.properties, listener.template));
        return readListener(properties, cloudFormationProperty, forwardsTo(group, listener, resolver)) ?? [];
      }),
  };
}

/** `[{ Key, Value }]` as an object. */
export function attributeMap(list: unknown): Record<string, string> {
  const pairs = asArray(list).map(asObject);
  return Object.fromEntries(pairs.map((pair) => [asString(pair['Key']) ?? '', asString(pair['Value']) ?? '']));
}

function forwardsTo(group: Resource, listener: Resource, resolver: IntrinsicResolver): boolean {
  return forwardTargets(listener.properties, cloudFormationProperty).some(
    (arn) => resolver.resource(arn, listener.template) === group,
  );
}
