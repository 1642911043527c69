import { takesInvalidHeaders, type DeploymentSpec } from '../plan/index.ts';
import { computeRenderer } from './compute/renderers.ts';
import { loadBalancingRenderer } from './load-balancing/renderers.ts';
import { scalingRenderer } from './scaling/renderers.ts';
import { toSeconds } from './props/seconds.ts';
import type { Settings } from './props/settings.ts';

/** The settings as the plan takes them. */
export function deploymentSpec(settings: Settings): DeploymentSpec {
  const { certificate, nginxConf, capacity, loadBalancing, compute, scaling } = settings;
  return {
    tls: certificate !== undefined,
    passInvalidHeaders: nginxConf && takesInvalidHeaders(nginxConf.config),
    idleTimeout: toSeconds('idleTimeout', settings.idleTimeout),
    deregistrationDelay: toSeconds('deregistrationDelay', settings.deregistrationDelay),
    stopTimeout: toSeconds('stopTimeout', settings.stopTimeout),
    capacity,
    loadBalancing: loadBalancingRenderer(loadBalancing).spec(loadBalancing),
    compute: computeRenderer(compute).spec(compute),
    scaling: scalingRenderer(scaling).spec(scaling),
  };
}
