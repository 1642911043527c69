import { Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { PlanError } from '../plan/index.ts';
import { areDifferentVpcs, vpcName } from './vpcs.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

/**
 * Checks that no prop contradicts another.
 *
 * @throws PlanError
 */
export function checkProps(props: WebSocketProxyProps): void {
  const { vpc, cluster, certificate, sslPolicy, redirectHttp, cpuArchitecture, logGroup, logRetention } = props;
  if (props.backends === undefined && props.nginxConf === undefined) {
    throw new PlanError(
      "neither backends nor nginxConf is given; give backends: { '/': Backend.url('http://host:port') }",
    );
  }
  if (vpc && cluster && areDifferentVpcs(vpc, cluster.vpc)) {
    throw new PlanError(
      `vpc is ${vpcName(vpc)}, but the tasks run in the cluster's, ${vpcName(cluster.vpc)}; leave vpc out`,
    );
  }
  if (sslPolicy !== undefined && certificate === undefined) {
    throw new PlanError(
      'sslPolicy is given, but without a certificate there is no HTTPS listener; give certificate too',
    );
  }
  if (redirectHttp === true && certificate === undefined) {
    throw new PlanError(
      'redirectHttp is true, but without a certificate there is no HTTPS to go to; give certificate too',
    );
  }
  if (logGroup && logRetention !== undefined) {
    throw new PlanError(
      "logRetention is for the proxy's own log group, but logGroup is given; set the retention there",
    );
  }
  checkCapacity(props);
  if (Token.isUnresolved(props.cpu) && props.memoryLimitMiB === undefined) {
    throw new PlanError(
      'cpu is known to the deployment only, but it decides which memory Fargate allows; give memoryLimitMiB too',
    );
  }
  if (cpuArchitecture && ![ecs.CpuArchitecture.X86_64, ecs.CpuArchitecture.ARM64].includes(cpuArchitecture)) {
    throw new PlanError(
      'cpuArchitecture is another one than Fargate allows; use CpuArchitecture.X86_64 or CpuArchitecture.ARM64',
    );
  }
}

/** Nothing can be worked out with a token. */
function checkCapacity({ capacity, cpu, memoryLimitMiB, desiredCount }: WebSocketProxyProps): void {
  if (capacity === undefined) return;
  for (const [name, value] of Object.entries(capacity)) {
    if (!Token.isUnresolved(value)) continue;
    throw new PlanError(
      `capacity.${name} is known to the deployment only, but other numbers follow from it; give it a number`,
    );
  }
  const sizes = Object.entries({ cpu, memoryLimitMiB, desiredCount });
  const [unknown] = sizes.find(([, value]) => Token.isUnresolved(value)) ?? [];
  if (unknown === undefined) return;
  throw new PlanError(
    `capacity is given, but ${unknown} is known to the deployment only; give it a number, or leave capacity out`,
  );
}
