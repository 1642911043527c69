import { Token } from 'aws-cdk-lib';
import { takesInvalidHeaders, type DeploymentSpec } from '../plan/index.ts';
import { toSeconds } from './seconds.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

/** The props as the plan takes them. */
export function deploymentSpec(props: WebSocketProxyProps): DeploymentSpec {
  return {
    tls: props.certificate !== undefined,
    redirectHttp: props.redirectHttp,
    passInvalidHeaders: props.nginxConf && takesInvalidHeaders(props.nginxConf),
    idleTimeout: toSeconds('idleTimeout', props.idleTimeout),
    clientKeepAlive: toSeconds('clientKeepAlive', props.clientKeepAlive),
    deregistrationDelay: toSeconds('deregistrationDelay', props.deregistrationDelay),
    stopTimeout: toSeconds('stopTimeout', props.stopTimeout),
    cpu: props.cpu,
    memoryLimitMiB: props.memoryLimitMiB,
    desiredCount: props.desiredCount,
    capacity: props.capacity,
    enableExecuteCommand: props.enableExecuteCommand,
  };
}

/** Whether a number is known at synthesis: a token is not. */
export function isKnown(value: number): boolean {
  return !Token.isUnresolved(value);
}
