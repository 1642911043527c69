export { backendWarnings } from './backends/backend-directives.ts';
export { localBackendProblem } from './backends/backend-host.ts';
export type { BackendTarget, BackendDirectives } from './backends/backend-target.ts';
export { parseBackendUrl } from './backends/backend-url.ts';
export { capacityOf, type Capacity } from './compute/capacity.ts';
export {
  checkCertificateArn,
  checkCertificateEnvironment,
  certificateEnvironment,
  type Environment,
} from './load-balancing/certificate-arn.ts';
export { containerCommand } from './compute/container-command.ts';
export { clientRulesWarning, redirectHasItsOwnGroup, type ClientKind } from './load-balancing/client-rules.ts';
export type * from './deployment-plan.ts';
export type * from './public-plan.ts';
export type { ComputeSpec, DeploymentSpec, LoadBalancingSpec, ScalingSpec } from './deployment-spec.ts';
export type { Facet, OfKind, PropsOf } from './facet.ts';
export type { ErrorCode } from './errors/error-codes.ts';
export { explainProxy } from './explain/explain.ts';
export type * from './explain/explanation.ts';
export {
  checkUpstream,
  parseNginxConf,
  parseNginxConfFile,
  replaceServers,
  takeConfig,
  takesInvalidHeaders,
  upstreamWarnings,
  type LiftedConfig,
  type NginxConfOptions,
  type ParsedNginxConf,
  type PlanWarning,
} from './nginx-conf/index.ts';
export { inOrder } from './backends/location-order.ts';
export type { WarningId } from './errors/warnings.ts';
export { errorsAt, PlanError } from './errors/plan-error.ts';
export { planDeployment, withNumbers } from './plan-deployment.ts';
export { isKnown, UnknownNumber, type MaybeKnown } from './known.ts';
export { checkLocation, checkProxyConfig, liftNginxConf, proxyConfig } from './configuration/proxy-config.ts';
export { TIMEOUTS, type Timeout } from './timeouts/timeouts.ts';
export { taskDefinitionProblem } from './compute/task-definition.ts';
