import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { DeploymentPlan } from '../plan/index.ts';
import type { Backend } from './backend.ts';
import { readArgs } from './arg-kinds.ts';
import { bindBackends } from './bind-backends.ts';
import { checkCertificate } from './certificate.ts';
import { checkArgs } from './check-args.ts';
import { checkNginxConf, warnOfNginxConf } from './nginx-conf.ts';
import { checkName } from './check-name.ts';
import { Children } from './children.ts';
import { hasIpv6, listClients } from './clients.ts';
import { createListeners, createLoadBalancer, createTargetGroup } from './load-balancing.ts';
import { checkLocalBackends, targetsNow } from './local-backends.ts';
import { atComponent, type Place } from './plan-error.ts';
import { RuntimeImage } from './runtime-image.ts';
import { createRules, createSecurityGroups, type SecurityGroups } from './security-groups.ts';
import { createService, findCluster } from './service.ts';
import { planSettings } from './settings.ts';
import { chooseSubnets } from './subnets.ts';
import { createTaskDefinition, createTaskRoles, findLogGroup } from './task.ts';
import { warn, warnOfClients } from './warnings.ts';
import type { ExistingLogGroup, WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** All that a proxy consists of. */
export interface ProxyParts {
  readonly plan: pulumi.Output<DeploymentPlan>;
  readonly url: pulumi.Output<string>;
  readonly cluster: aws.ecs.Cluster | undefined;
  readonly clusterArn: pulumi.Output<string>;
  readonly ownLogGroup: aws.cloudwatch.LogGroup | undefined;
  readonly logGroup: ExistingLogGroup;
  readonly taskRole: aws.iam.Role;
  readonly executionRole: aws.iam.Role;
  readonly repository: aws.ecr.Repository | undefined;
  readonly taskDefinition: aws.ecs.TaskDefinition;
  readonly service: aws.ecs.Service;
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly targetGroup: aws.lb.TargetGroup;
  readonly listener: aws.lb.Listener;
  readonly redirectListener: aws.lb.Listener | undefined;
  readonly securityGroups: SecurityGroups;
  readonly registries: ReadonlyMap<Backend, aws.servicediscovery.Service>;
  readonly namespace: aws.servicediscovery.PrivateDnsNamespace | undefined;
}

/**
 * Creates a proxy's resources as children of a component.
 *
 * @throws PlanError before anything is created, if it shows then
 */
export function createProxy(place: Place, given: WebSocketProxyArgs): ProxyParts {
  const args = atComponent(place, () => {
    checkName(place.name);
    const read = readArgs(given);
    checkArgs(read);
    return read;
  });
  checkCertificate(place, args.certificateArn);
  const plans = planSettings(place, args);
  checkNginxConf(place, plans, args);
  atComponent(place, () => checkLocalBackends(plans.now, targetsNow(args), args));
  const subnets = chooseSubnets(place, args);
  const clients = listClients(place, args);
  const children = new Children(place, args);
  const { cpuArchitecture = 'X86_64', image = RuntimeImage.onNodeImage() } = args;
  const runtime = atComponent(place, () => image.bind({ children, cpuArchitecture }));

  const securityGroups = createSecurityGroups(children, args, plans.now, clients);
  const backends = bindBackends(children, args, securityGroups);
  const rules = [
    ...createRules(children, securityGroups, plans.now, { clients, hasIpv6: hasIpv6(args) }),
    ...backends.rules,
  ];

  const { own: ownLogGroup, logGroup } = findLogGroup(children, plans, args);
  const roles = createTaskRoles(children, args, { logGroup, runtime });
  const taskDefinition = createTaskDefinition(children, plans, args, { runtime, backends, roles, logGroup });

  const loadBalancer = createLoadBalancer(children, plans, args, {
    subnets: subnets.loadBalancer,
    securityGroupIds: [
      securityGroups.loadBalancerId,
      ...(securityGroups.redirectId ? [securityGroups.redirectId] : []),
    ],
  });
  const targetGroup = createTargetGroup(children, plans, args);
  const { listener, redirectListener } = createListeners(children, plans, args, { loadBalancer, targetGroup });

  const { cluster, clusterArn } = findCluster(children, args);
  const service = createService(children, plans, args, {
    clusterArn,
    taskDefinition,
    targetGroup,
    subnets: subnets.tasks,
    securityGroupIds: securityGroups.taskIds.map((id) => pulumi.output(id)),
    dependsOn: [listener, ...roles.policies, ...rules],
  });
  warn(place, plans, subnets, args);
  warnOfClients(place, securityGroups, args, { clients, redirects: redirectListener !== undefined });
  warnOfNginxConf(place, plans, args, backends);

  const scheme = plans.now.listener.protocol.toLowerCase();
  return {
    plan: plans.later,
    url: pulumi.interpolate`${scheme}://${loadBalancer.dnsName}`,
    cluster,
    clusterArn,
    ownLogGroup,
    logGroup,
    ...roles,
    repository: runtime.repository,
    taskDefinition,
    service,
    loadBalancer,
    targetGroup,
    listener,
    redirectListener,
    securityGroups,
    registries: backends.registries,
    namespace: backends.namespace,
  };
}
