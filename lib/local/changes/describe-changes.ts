import { planProxy } from '../../plan/plan-deployment.ts';
import { TIMEOUTS } from '../../plan/timeouts.ts';
import type { ProxyConfig } from '../../../proxy-runtime/index.ts';
import { clientKeepAlive, deregistrationDelay, idleTimeout } from '../attributes.ts';
import { readDeployedCommand } from '../backends/deployed-command.ts';
import type { DeployedListener, DeployedProxy } from '../deployed-proxy.ts';
import type { ProxyVersion } from '../proxy-version.ts';
import { backendChanges } from './backend-changes.ts';
import { configChanges } from './config-changes.ts';
import { changeOf, changesOf } from './values.ts';

/** Beyond so many lines nobody reads them. */
const MOST = 12;

/** What differs between two versions of a proxy, a line each, in the words that the user's program has for it. */
export function describeChanges(before: ProxyVersion, after: ProxyVersion): readonly string[] {
  const [old, young] = [before.deployed, after.deployed];
  const lines = [
    ...timeChanges(old, young),
    ...backendChanges(before.routes, after.routes),
    ...changeOf('desiredCount', old.desiredCount, young.desiredCount),
    ...listenerChanges(old.loadBalancer.listeners, young.loadBalancer.listeners),
    ...configChanges(configOf(old), configOf(young), derived(old, young)),
    ...containerChanges(old, young),
    ...loadBalancingChanges(old, young),
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
    const old = before.find((listener) => listener.port === port);
    const young = after.find((listener) => listener.port === port);
    if (young === undefined) return [`listener ${old?.protocol ?? ''} ${port} removed`];
    if (old === undefined) return [`listener ${young.protocol} ${port} added`];
    const name = `listener ${port}`;
    return [
      ...changeOf(`${name} protocol`, old.protocol, young.protocol),
      ...changeOf('certificate', old.certificates?.join(', '), young.certificates?.join(', ')),
      ...changeOf('sslPolicy', old.sslPolicy, young.sslPolicy),
      ...changeOf(`${name} action`, old.action, young.action),
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
  const { healthCheck: oldCheck, ...oldGroup } = before.targetGroup;
  const { healthCheck: youngCheck, ...youngGroup } = after.targetGroup;
  return [
    ...changeOf('load balancer type', before.loadBalancer.type, after.loadBalancer.type),
    ...changeOf('load balancer scheme', before.loadBalancer.scheme, after.loadBalancer.scheme),
    ...changesOf(
      withoutTimes(before.loadBalancer.attributes),
      withoutTimes(after.loadBalancer.attributes),
      (key) => `load balancer attribute ${key}`,
    ),
    ...changeOf('target group protocol version', oldGroup.protocolVersion, youngGroup.protocolVersion),
    ...changesOf(
      withoutTimes(oldGroup.attributes),
      withoutTimes(youngGroup.attributes),
      (key) => `target group attribute ${key}`,
    ),
    ...changesOf({ ...oldCheck }, { ...youngCheck }, (key) => `health check ${key}`),
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
  const [old, young] = [derivedValues(before), derivedValues(after)];
  return new Set([...old].filter((name) => young.has(name)));
}

function derivedValues(deployed: DeployedProxy): ReadonlySet<string> {
  const config = configOf(deployed);
  const planned = planProxy(idleTimeout(deployed.loadBalancer), deployed.container.stopTimeout);
  const names = ['proxyReadTimeout', 'keepaliveTimeout', 'workerShutdownTimeout'] as const;
  return new Set(names.filter((name) => config[name] === planned[name]));
}
