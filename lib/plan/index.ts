export { backendWarnings } from './backend-directives.ts';
export { localBackendProblem } from './backend-host.ts';
export type { BackendTarget, BackendDirectives } from './backend-target.ts';
export { parseBackendUrl } from './backend-url.ts';
export { capacityOf, type Capacity } from './capacity.ts';
export { checkCertificateArn, checkCertificatePlace, certificatePlace, type Place } from './certificate-arn.ts';
export { containerCommand } from './container-command.ts';
export { clientRulesWarning, redirectHasItsOwnGroup, type ClientKind } from './client-rules.ts';
export type * from './deployment-plan.ts';
export type * from './public-plan.ts';
export type { ComputeSpec, DeploymentSpec, LoadBalancingSpec, ScalingSpec } from './deployment-spec.ts';
export type { Facet, OfKind, PropsOf } from './facet.ts';
export type { ErrorCode } from './errors.ts';
export { explainProxy } from './explain.ts';
export type * from './explanation.ts';
export {
  checkUpstream,
  parseNginxConf,
  parseNginxConfFile,
  replaceServers,
  takesInvalidHeaders,
  upstreamWarnings,
  type LiftedConfig,
  type NginxConfOptions,
  type ParsedNginxConf,
  type PlanWarning,
} from './nginx-conf/index.ts';
export { inOrder } from './location-order.ts';
export { PlanError } from './plan-error.ts';
export { planDeployment } from './plan-deployment.ts';
export type { IsKnown } from './check-limit.ts';
export { checkLocation, checkProxyConfig, liftNginxConf, proxyConfig } from './proxy-config.ts';
export { TIMEOUTS, type Timeout } from './timeouts.ts';
export { taskDefinitionProblem } from './task-definition.ts';
