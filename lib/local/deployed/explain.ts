import { explainProxy, type DeployedNumber, type Explanation } from '../../plan/index.ts';
import { TIMEOUTS } from '../../plan/timeouts/timeouts.ts';
import { readDeployedCommand } from '../backends/deployed-command.ts';
import type { DeployedProxy } from './deployed-proxy.ts';

/**
 * Explains the timeouts of a deployed proxy, hop by hop.
 *
 * @throws ConfigError when its configuration is refused
 * @throws InputError when its configuration is not in what was read
 */
export function explainDeployed(proxy: DeployedProxy): Explanation {
  const { container, loadBalancer, targetGroup } = proxy;
  const { stopTimeout, cpu, memory } = container;
  const { interval, timeout, healthyThreshold, unhealthyThreshold } = targetGroup.healthCheck;
  return explainProxy({
    ...number('idleTimeout', loadBalancer.attributes[TIMEOUTS.idleTimeout.attribute]),
    ...number('clientKeepAlive', loadBalancer.attributes[TIMEOUTS.clientKeepAlive.attribute]),
    ...number('deregistrationDelay', targetGroup.attributes[TIMEOUTS.deregistrationDelay.attribute]),
    ...number('stopTimeout', stopTimeout),
    ...number('cpu', cpu),
    ...number('memoryLimitMiB', memory),
    protocolVersion: targetGroup.protocolVersion,
    healthCheck: { interval, timeout, healthyThreshold, unhealthyThreshold },
    config: readDeployedCommand(proxy).config,
  });
}

/** What is absent has AWS's default; what is no number is known only to the deployment. */
function number<K extends string>(key: K, value: string | number | undefined): Partial<Record<K, DeployedNumber>> {
  if (value === undefined) return {};
  const parsed = Number(value);
  return { [key]: Number.isFinite(parsed) ? parsed : 'unknown' } as Partial<Record<K, DeployedNumber>>;
}
