import { AWS_DEFAULTS } from '../../plan/limits/limits.ts';
import type { DeployedHealthCheck, DeployedProxy, DeployedTargetGroup } from '../deployed/deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../deployed/json.ts';
import { cloudFormationProperty } from '../deployed/properties.ts';
import { isProxyContainer, readContainer } from '../deployed/read-container.ts';
import { IntrinsicResolver } from './intrinsics.ts';
import { attributeMap, findLoadBalancer } from './load-balancer.ts';
import type { Resource, Template } from './template.ts';

/**
 * Finds every proxy in the templates of an assembly, with the load balancer before it.
 *
 * @throws {@link InputError} for a proxy that nothing runs or no listener leads to
 */
export function findProxies(templates: readonly Template[]): readonly DeployedProxy[] {
  const resolver = new IntrinsicResolver(templates);
  const resources = templates.flatMap((template) => [...template.resources.values()]);
  return resources
    .filter(({ type }) => type === 'AWS::ECS::TaskDefinition')
    .flatMap((task) => {
      const properties = asObject(resolver.plain(task.properties, task.template));
      const container = asArray(properties['ContainerDefinitions'])
        .map(asObject)
        .find((each) => isProxyContainer(each, cloudFormationProperty));
      return container === undefined ? [] : [readProxy(task, properties, container, resources, resolver)];
    });
}

function readProxy(
  task: Resource,
  taskProperties: JsonObject,
  container: JsonObject,
  resources: readonly Resource[],
  resolver: IntrinsicResolver,
): DeployedProxy {
  const service = resources.find(
    ({ type, properties, template }) =>
      type === 'AWS::ECS::Service' && resolver.resource(properties['TaskDefinition'], template) === task,
  );
  if (service === undefined) throw new InputError(`${task.path}: no ECS service in the assembly runs this proxy`);
  const registration = asArray(service.properties['LoadBalancers'])
    .map(asObject)
    .find((each) => each['ContainerName'] === container['Name']);
  const group = resolver.resource(registration?.['TargetGroupArn'], service.template);
  if (registration === undefined || group?.type !== 'AWS::ElasticLoadBalancingV2::TargetGroup') {
    throw new InputError(
      `${service.path}: the proxy is in no target group of the assembly, so no load balancer leads to it`,
    );
  }
  const path = commonPath([task.path, service.path]);
  const port = asNumber(registration['ContainerPort']) ?? 80;
  const desiredCount = asNumber(resolver.plain(service.properties['DesiredCount'], service.template));
  const read = readContainer(taskProperties, container, port, cloudFormationProperty);
  return {
    path,
    container: { ...read, placeholders: resolver.placeholdersIn(read.command) },
    ...(desiredCount !== undefined && { desiredCount }),
    loadBalancer: findLoadBalancer(path, group, resources, resolver),
    targetGroup: readTargetGroup(asObject(resolver.plain(group.properties, group.template)), port),
  };
}

function readTargetGroup(group: JsonObject, containerPort: number): DeployedTargetGroup {
  const healthCheck: DeployedHealthCheck = {
    path: asString(group['HealthCheckPath']) ?? '/',
    // 'traffic-port' is AWS's default, and its word for the port requests go to
    port: asNumber(group['HealthCheckPort']) ?? containerPort,
    interval: asNumber(group['HealthCheckIntervalSeconds']) ?? AWS_DEFAULTS.healthCheck.interval,
    timeout: asNumber(group['HealthCheckTimeoutSeconds']) ?? AWS_DEFAULTS.healthCheck.timeout,
    healthyThreshold: asNumber(group['HealthyThresholdCount']) ?? AWS_DEFAULTS.healthCheck.healthyThreshold,
    unhealthyThreshold: asNumber(group['UnhealthyThresholdCount']) ?? AWS_DEFAULTS.healthCheck.unhealthyThreshold,
    matcher: asString(asObject(group['Matcher'])['HttpCode']) ?? '200',
  };
  return {
    protocolVersion: asString(group['ProtocolVersion']) ?? 'HTTP1',
    attributes: attributeMap(group['TargetGroupAttributes']),
    healthCheck,
  };
}

/** The path of the construct that holds them all. */
function commonPath(paths: readonly [string, ...string[]]): string {
  const [first, ...others] = paths.map((path) => path.split('/'));
  const parts = first ?? [];
  const length = parts.findIndex((part, index) => others.some((other) => other[index] !== part));
  return parts.slice(0, length === -1 ? parts.length : length).join('/');
}
