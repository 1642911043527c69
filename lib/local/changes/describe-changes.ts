import { planShutdown } from '../../plan/compute/fargate.ts';
import { planIdle } from '../../plan/load-balancing/application.ts';
import { TIMEOUTS } from '../../plan/timeouts/timeouts.ts';
import type { ProxyConfig } from '../../../proxy-runtime/index.ts';
import { clientKeepAlive, deregistrationDelay, idleTimeout } from '../deployed/attributes.ts';
import { readDeployedCommand } from '../backends/deployed-command.ts';
import type { DeployedListener, DeployedProxy } from '../deployed/deployed-proxy.ts';
import type { ProxyVersion } from '../session/proxy-version.ts';
import { backendChanges } from './backend-changes.ts';
import { configChanges } from './config-changes.ts';
import { changeOf, changesOf } from './values.ts';

/** The most lines that a change is described in: nobody reads more. */
const MOST = 12;

/** What differs between two versions of a proxy, a line each, in the words that the user's program has for it. */
export function describeChanges(before: ProxyVersion, after: ProxyVersion): readonly string[] {
  const [previous, current] = [before.deployed, after.deployed];
  const lines = [
    ...timeChanges(previous, current),
    ...backendChanges(before.routes, after.routes),
    ...changeOf('desiredCount', previous.desiredCount, current.desiredCount),
    ...listenerChanges(previous.loadBalancer.listeners, current.loadBalancer.listeners),
    ...configChanges(configOf(previous), configOf(current), derived(previous, current)),
    ...containerChanges(previous, current),
    ...loadBalancingChanges(previous, current),
  ];
  return lines.length <= MOST ? lines : [...lines.slice(0, MOST - 1), `and ${lines.length - MOST + 1} more changes`];
}

function timeChanges(before: DeployedProxy, after: DeployedProxy): readonly string[] {
  return [
    ...changeOf('idleTimeout', idleTimeout(before.loadBalancer), idleTimeout(after.loadBalancer), 's'),
    ...changeOf(
      'deregistrationDelay',
      deregistrationDelay(before.targetGroup),
      deregistrationDelay(after.targetGroup),
      's',
    ),
    ...changeOf('stopTimeout', before.container.stopTimeout, after.container.stopTimeout, 's'),
    ...changeOf('clientKeepAlive', clientKeepAlive(before.loadBalancer), clientKeepAlive(after.loadBalancer), 's'),
  ];
}

function listenerChanges(before: readonly DeployedListener[], after: readonly DeployedListener[]): readonly string[] {
  const ports = [...new Set([...before, ...after].map(({ port }) => port))];
  return ports.flatMap((port) => {
    const previous = before.find((listener) => listener.port === port);
    const current = after.find((listener) => listener.port === port);
    if (current === undefined) return [`listener ${previous?.protocol ?? ''} ${port} removed`];
    if (previous === undefined) return [`listener ${current.protocol} ${port} added`];
    const name = `listener ${port}`;
    return [
      ...changeOf(`${name} protocol`, previous.protocol, current.protocol),
      ...changeOf('certificate', previous.certificates?.join(', '), current.certificates?.join(', ')),
      ...changeOf('sslPolicy', previous.sslPolicy, current.sslPolicy),
      ...changeOf(`${name} action`, previous.action, current.action),
    ];
  });
}

function containerChanges(
  { container: before }: DeployedProxy,
  { container: after }: DeployedProxy,
): readonly string[] {
  return [
    ...changeOf('cpu', before.cpu, after.cpu),
    ...changeOf('memoryLimitMiB', before.memory, after.memory),
    ...changeOf('image', before.image, after.image),
    ...changeOf("the proxy's version", before.runtimeVersion, after.runtimeVersion),
    ...changeOf('container port', before.port, after.port),
    ...changeOf('log driver', before.logDriver, after.logDriver),
    ...changesOf(before.logOptions, after.logOptions, (key) => `log option ${key}`),
  ];
}

/** Attributes that have been said as times. */
const TIMES = new Set<string>([
  TIMEOUTS.idleTimeout.attribute,
  TIMEOUTS.clientKeepAlive.attribute,
  TIMEOUTS.deregistrationDelay.attribute,
]);

function loadBalancingChanges(before: DeployedProxy, after: DeployedProxy): readonly string[] {
  const { healthCheck: previousCheck, ...previousGroup } = before.targetGroup;
  const { healthCheck: currentCheck, ...currentGroup } = after.targetGroup;
  return [
    ...changeOf('load balancer type', before.loadBalancer.type, after.loadBalancer.type),
    ...changeOf('load balancer scheme', before.loadBalancer.scheme, after.loadBalancer.scheme),
    ...changesOf(
      withoutTimes(before.loadBalancer.attributes),
      withoutTimes(after.loadBalancer.attributes),
      (key) => `load balancer attribute ${key}`,
    ),
    ...changeOf('target group protocol version', previousGroup.protocolVersion, currentGroup.protocolVersion),
    ...changesOf(
      withoutTimes(previousGroup.attributes),
      withoutTimes(currentGroup.attributes),
      (key) => `target group attribute ${key}`,
    ),
    ...changesOf({ ...previousCheck }, { ...currentCheck }, (key) => `health check ${key}`),
  ];
}

function withoutTimes(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !TIMES.has(key)));
}

function configOf(proxy: DeployedProxy): ProxyConfig {
  return readDeployedCommand(proxy).config;
}

/** The directives that both versions have only because the construct works them out from times that are said already. */
function derived(before: DeployedProxy, after: DeployedProxy): ReadonlySet<string> {
  const [previous, current] = [derivedValues(before), derivedValues(after)];
  return new Set([...previous].filter((name) => current.has(name)));
}

function derivedValues(deployed: DeployedProxy): ReadonlySet<string> {
  const config = configOf(deployed);
  const { stopTimeout } = deployed.container;
  const planned = {
    ...planIdle(idleTimeout(deployed.loadBalancer)),
    workerShutdownTimeout: stopTimeout === undefined ? undefined : planShutdown(stopTimeout),
  };
  const names = ['proxyReadTimeout', 'keepaliveTimeout', 'workerShutdownTimeout'] as const;
  return new Set(names.filter((name) => config[name] === planned[name]));
}
