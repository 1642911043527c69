import type { DeployedListener, DeployedLoadBalancer, ListenerAction } from '../deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import type { IntrinsicResolver } from './intrinsics.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../json.ts';
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
      .flatMap((listener) => readListener(listener, group, resolver)),
  };
}

/** `[{ Key, Value }]` as an object. */
export function attributeMap(list: unknown): Record<string, string> {
  const pairs = asArray(list).map(asObject);
  return Object.fromEntries(pairs.map((pair) => [asString(pair['Key']) ?? '', asString(pair['Value']) ?? '']));
}

function forwardsTo(group: Resource, listener: Resource, resolver: IntrinsicResolver): boolean {
  return asArray(listener.properties['DefaultActions'])
    .map(asObject)
    .flatMap((action) => [
      action['TargetGroupArn'],
      ...asArray(asObject(action['ForwardConfig'])['TargetGroups']).map((target) => asObject(target)['TargetGroupArn']),
    ])
    .some((arn) => resolver.resource(arn, listener.template) === group);
}

function readListener(listener: Resource, group: Resource, resolver: IntrinsicResolver): DeployedListener[] {
  const properties = asObject(resolver.plain(listener.properties, listener.template));
  const action = forwardsTo(group, listener, resolver)
    ? ({ type: 'forward' } as const)
    : readAction(asArray(properties['DefaultActions']).map(asObject).at(-1) ?? {});
  const port = asNumber(properties['Port']);
  if (action === undefined || port === undefined) return [];
  const certificates = asArray(properties['Certificates']).flatMap(
    (certificate) => asString(asObject(certificate)['CertificateArn']) ?? [],
  );
  const sslPolicy = asString(properties['SslPolicy']);
  return [
    {
      port,
      protocol: asString(properties['Protocol']) ?? 'HTTP',
      ...(certificates.length > 0 && { certificates }),
      ...(sslPolicy !== undefined && { sslPolicy }),
      action,
    },
  ];
}

/** A listener for something else, such as another target group, is no business of this proxy: undefined. */
function readAction(action: JsonObject): ListenerAction | undefined {
  if (action['Type'] === 'redirect') {
    const config = asObject(action['RedirectConfig']);
    return {
      type: 'redirect',
      statusCode: config['StatusCode'] === 'HTTP_302' ? 302 : 301,
      location: {
        protocol: asString(config['Protocol']) ?? '#{protocol}',
        host: asString(config['Host']) ?? '#{host}',
        port: asString(config['Port']) ?? '#{port}',
        path: asString(config['Path']) ?? '/#{path}',
        query: asString(config['Query']) ?? '#{query}',
      },
    };
  }
  if (action['Type'] === 'fixed-response') {
    const config = asObject(action['FixedResponseConfig']);
    return {
      type: 'fixed-response',
      statusCode: asNumber(config['StatusCode']) ?? 200,
      body: asString(config['MessageBody']) ?? '',
    };
  }
  return undefined;
}
