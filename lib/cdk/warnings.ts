import { Annotations, Aspects } from 'aws-cdk-lib';
import type { BaseService } from 'aws-cdk-lib/aws-ecs';
import type { IConstruct } from 'constructs';
import { clientRulesWarning, redirectHasItsOwnGroup, type LiftedConfig, type PlanWarning } from '../plan/index.ts';
import { hasIpv6, ipv6Range } from './ipv6.ts';
import { tasksAreCutOff } from './network.ts';
import { leastTasks } from './scaling.ts';
import { clientKind } from './security-groups.ts';
import { vpcName } from './vpcs.ts';
import type { WebSocketProxy } from './websocket-proxy.ts';
import type { WebSocketProxyProps } from './websocket-proxy-props.ts';

const PACKAGE = 'websocket-proxy-constructs';

/** Shows warnings of the plan; `acknowledgeWarning()` takes their ids. */
export function addPlanWarnings(construct: IConstruct, warnings: readonly PlanWarning[]): void {
  for (const { id, text } of warnings) Annotations.of(construct).addWarningV2(`${PACKAGE}:${id}`, text);
}

/** Warns of what is legal but may not be meant. */
export function addWarnings(proxy: WebSocketProxy, props: WebSocketProxyProps, lifted?: LiftedConfig): void {
  const annotations = Annotations.of(proxy);
  addPlanWarnings(proxy, lifted?.warnings ?? []);
  for (const notice of lifted?.notices ?? []) addInfo(annotations, `${PACKAGE}:nginxConfNotice`, notice);
  if ((props.publicLoadBalancer ?? true) && props.certificate === undefined) {
    annotations.addWarningV2(
      `${PACKAGE}:publicWithoutTls`,
      'clients send and receive everything in clear text over the internet; give a certificate, or publicLoadBalancer: false',
    );
  }
  if (proxy.plan.service.desiredCount === 1) {
    annotations.addWarningV2(
      `${PACKAGE}:singleTask`,
      'with desiredCount 1 nothing is served while a failed task is replaced; use 2 or more',
    );
  }
  if (tasksAreCutOff(proxy.cluster.vpc, props)) {
    annotations.addWarningV2(
      `${PACKAGE}:tasksCutOff`,
      'the tasks are in isolated subnets, or in public ones without public addresses, so they reach no image registry and no CloudWatch Logs unless VPC endpoints lead there; use taskSubnets with a NAT gateway, or set assignPublicIp in public ones',
    );
  }
  const { allowFrom, publicLoadBalancer = true } = props;
  if (allowFrom === undefined && !publicLoadBalancer && hasIpv6(props) && !ipv6Range(proxy.cluster.vpc)) {
    annotations.addWarningV2(
      `${PACKAGE}:internalWithoutIpv6Clients`,
      "the load balancer has IPv6 addresses, but the VPC's IPv6 range is not known here, so nobody is let in by IPv6; give allowFrom with that range and the IPv4 one",
    );
  }
  const kinds = (allowFrom ?? []).map(clientKind);
  const isGiven = props.loadBalancerSecurityGroup !== undefined;
  const together = proxy.redirectListener !== undefined && (isGiven || !redirectHasItsOwnGroup(kinds));
  const crowded = clientRulesWarning(kinds, together ? 2 : 1, isGiven ? 'given' : 'own');
  if (crowded !== undefined) annotations.addWarningV2(`${PACKAGE}:manyClients`, crowded);
  if (props.desiredCount === undefined) {
    // The service is scaled when its proxy is there.
    Aspects.of(proxy).add({ visit: (construct) => construct === proxy && warnOfScaling(proxy) });
  }
}

/** An older aws-cdk-lib has no ids for what can't be acknowledged. */
function addInfo(annotations: Annotations & Partial<Pick<Annotations, 'addInfoV2'>>, id: string, text: string): void {
  if (typeof annotations.addInfoV2 === 'function') annotations.addInfoV2(id, text);
  else annotations.addInfo(text);
}

function warnOfScaling(proxy: WebSocketProxy): void {
  const { desiredCount } = proxy.plan.service;
  const least = leastTasks(proxy.service);
  if (least === undefined || least >= desiredCount) return;
  Annotations.of(proxy).addWarningV2(
    `${PACKAGE}:scaledBelowPlan`,
    `the service may be scaled down to ${least}, but ${desiredCount} tasks are planned; give autoScaleTaskCount() minCapacity: ${desiredCount}`,
  );
}

/** Warns of a backend that only a route between two VPCs leads to, which is not seen here. */
export function warnOfOtherVpc(proxy: IConstruct, { node, cluster }: BaseService): void {
  Annotations.of(proxy).addWarningV2(
    `${PACKAGE}:backendInOtherVpc`,
    `the service ${node.path} is in another VPC, ${vpcName(cluster.vpc)}, so the proxy reaches it only by a peering or a transit gateway, and finds it only if the Cloud Map namespace's hosted zone is associated with the proxy's VPC; use a service in the proxy's VPC, or acknowledge this`,
  );
}
