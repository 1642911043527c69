import { AWS_DEFAULTS } from '../../plan/limits/limits.ts';
import type { DeployedHealthCheck, DeployedProxy, DeployedTargetGroup } from '../deployed/deployed-proxy.ts';
import { InputError } from '../input-error.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../deployed/json.ts';
import { pulumiProperty } from '../deployed/properties.ts';
import { isProxyContainer, readContainer } from '../deployed/read-container.ts';
import { findLoadBalancer, targetGroupAttributes } from './load-balancer.ts';
import { PlaceholderTable } from './placeholders.ts';
import type { RecordedResource, Recording } from './recorded.ts';
import { isLoadBalancing, refersTo, Tree } from './resources.ts';

/**
 * Finds every proxy among the resources of a program, with the load balancer before it.
 *
 * @throws {@link InputError} for a proxy that nothing runs or no listener leads to
 */
export function findProxies({ resources, placeholders }: Recording): readonly DeployedProxy[] {
  const table = new PlaceholderTable(placeholders);
  return resources
    .filter(({ type }) => type === 'aws:ecs/taskDefinition:TaskDefinition')
    .flatMap((task) => {
      const container = readContainers(task).find((each) => isProxyContainer(each, pulumiProperty));
      return container === undefined ? [] : [readProxy(task, container, resources, table)];
    });
}

function readContainers({ inputs }: RecordedResource): readonly JsonObject[] {
  try {
    return asArray(JSON.parse(asString(inputs['containerDefinitions']) ?? '')).map(asObject);
  } catch {
    // Known only to a deployment, so it is not ours: those are known
    return [];
  }
}

function readProxy(
  task: RecordedResource,
  container: JsonObject,
  resources: readonly RecordedResource[],
  table: PlaceholderTable,
): DeployedProxy {
  const tree = new Tree(resources);
  const service = resources.find(
    ({ type, inputs }) => type === 'aws:ecs/service:Service' && refersTo(task, inputs['taskDefinition']),
  );
  if (service === undefined) {
    throw new InputError(`${tree.path(task)}: no ECS service of the program runs this proxy`);
  }
  const registration = asArray(service.inputs['loadBalancers'])
    .map(asObject)
    .find((each) => each['containerName'] === container['name']);
  const group = resources.find(
    (each) => isLoadBalancing('TargetGroup', each) && refersTo(each, registration?.['targetGroupArn']),
  );
  if (registration === undefined || group === undefined) {
    throw new InputError(
      `${tree.path(service)}: the proxy is in no target group of the program, so no load balancer leads to it`,
    );
  }
  const path = tree.commonPath(task, service);
  const port = asNumber(registration['containerPort']) ?? 80;
  const desiredCount = asNumber(service.inputs['desiredCount']);
  const read = readContainer(task.inputs, container, port, pulumiProperty);
  const placeholders = new Set<string>();
  table.reveal(read.command, placeholders);
  return table.reveal({
    path,
    container: { ...read, placeholders: [...placeholders] },
    ...(desiredCount !== undefined && { desiredCount }),
    loadBalancer: findLoadBalancer(path, group, resources),
    targetGroup: readTargetGroup(group.inputs, port),
  });
}

/** Reads a target group: what the program leaves out has the default of Pulumi's AWS provider, which is not always that of AWS. */
function readTargetGroup(group: JsonObject, containerPort: number): DeployedTargetGroup {
  const check = asObject(group['healthCheck']);
  const healthCheck: DeployedHealthCheck = {
    path: asString(check['path']) ?? '/',
    // 'traffic-port' is the default, and AWS's word for the port requests go to
    port: asNumber(check['port']) ?? containerPort,
    interval: asNumber(check['interval']) ?? AWS_DEFAULTS.healthCheck.interval,
    timeout: asNumber(check['timeout']) ?? AWS_DEFAULTS.healthCheck.timeout,
    // These two defaults are the provider's, not AWS's
    healthyThreshold: asNumber(check['healthyThreshold']) ?? 3,
    unhealthyThreshold: asNumber(check['unhealthyThreshold']) ?? 3,
    matcher: asString(check['matcher']) ?? '200',
  };
  return {
    protocolVersion: asString(group['protocolVersion']) ?? 'HTTP1',
    attributes: targetGroupAttributes(group),
    healthCheck,
  };
}
