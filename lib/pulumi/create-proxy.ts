import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { DeploymentPlan } from '../plan/index.ts';
import { type BoundBackends, bindBackends, configJson } from './backends/bind-backends.ts';
import { checkArgs } from './checks/args.ts';
import { checkCertificate } from './checks/certificate.ts';
import { checkName } from './checks/name.ts';
import { Children } from './children/children.ts';
import { findCluster } from './compute/cluster.ts';
import type { ComputeParts, SecuredCompute } from './compute/renderer.ts';
import { computeRenderer } from './compute/renderers.ts';
import { checkNginxConf, warnOfNginxConf } from './configuration/lifted-nginx-conf.ts';
import type { LoadBalancingParts, SecuredLoadBalancing } from './load-balancing/renderer.ts';
import { loadBalancingRenderer } from './load-balancing/renderers.ts';
import { checkLocalBackends, targetsNow } from './backends/local-backends.ts';
import { findLogGroup, type ExistingLogGroup } from './compute/log-group.ts';
import { atComponent, type ComponentContext } from './errors/component-errors.ts';
import { planSettings } from './planning/plan-settings.ts';
import { RuntimeImage } from './images/runtime-image.ts';
import { scalingRenderer } from './scaling/renderers.ts';
import type { Settings } from './args/settings.ts';
import { warnOfDirectives } from './errors/warnings.ts';

/** All that a proxy consists of. */
export interface ProxyParts extends LoadBalancingParts, ComputeParts {
  readonly plan: pulumi.Output<DeploymentPlan>;
  readonly url: pulumi.Output<string>;
  readonly cluster?: aws.ecs.Cluster;
  readonly clusterArn: pulumi.Output<string>;
  readonly ownLogGroup: aws.cloudwatch.LogGroup | undefined;
  readonly logGroup: ExistingLogGroup;
  readonly repository: aws.ecr.Repository | undefined;
  readonly securityGroups: {
    readonly loadBalancer: SecuredLoadBalancing;
    readonly tasks: SecuredCompute;
  };
  readonly registries: BoundBackends['registries'];
  readonly namespace: aws.servicediscovery.PrivateDnsNamespace | undefined;
}

/**
 * Creates a proxy's resources as children of a component.
 *
 * @param read - reads the arguments
 * @throws PlanError before anything is created, if it shows then
 */
export function createProxy(place: ComponentContext, read: () => Settings): ProxyParts {
  const settings = atComponent(place, () => {
    checkName(place.name);
    const known = read();
    checkArgs(known);
    return known;
  });
  const { vpcId, publicSubnetIds, privateSubnetIds, certificateArn, backends = {} } = settings;
  checkCertificate(place, certificateArn);
  const plans = planSettings(place, settings);
  checkNginxConf(place, plans, settings);
  atComponent(place, () => checkLocalBackends(plans.now, targetsNow(settings), settings));
  const network = { place, plans, vpcId, publicSubnetIds, privateSubnetIds };
  const front = loadBalancingRenderer(settings.loadBalancing).prepare(settings.loadBalancing, {
    ...network,
    certificateArn,
  });
  const compute = computeRenderer(settings.compute).prepare(settings.compute, network);
  const children = new Children(place, settings);
  const { image = RuntimeImage.onNodeImage() } = settings;
  const runtime = atComponent(place, () => image._bind({ children, cpuArchitecture: compute.cpuArchitecture }));

  const loadBalancer = front.secure(children);
  const tasks = compute.secure(children, front.hasIpv6);
  const bound = bindBackends(children, settings, tasks);
  const rules = [...loadBalancer.connect(tasks.securityGroupIds), ...tasks.rules, ...bound.rules];

  const { own: ownLogGroup, logGroup } = findLogGroup(children, plans, settings);
  const loadBalancing = loadBalancer.render();
  const { cluster, clusterArn } = findCluster(children, settings.clusterArn);
  const computed = tasks.render({
    ...{ clusterArn, runtime, logGroup, targetGroup: loadBalancing.targetGroup },
    configJson: configJson(place, plans.later, bound, settings),
    dependsOn: [loadBalancing.listener, ...rules],
  });
  scalingRenderer(settings.scaling).render(settings.scaling, { place, plans });
  warnOfDirectives(place, plans, backends);
  warnOfNginxConf(place, plans, settings, bound);

  const scheme = plans.now.listener.protocol.toLowerCase();
  return {
    plan: plans.later,
    url: pulumi.interpolate`${scheme}://${loadBalancing.loadBalancer.dnsName}`,
    ...(cluster && { cluster }),
    clusterArn,
    ownLogGroup,
    logGroup,
    repository: runtime.repository,
    ...loadBalancing,
    ...computed,
    securityGroups: { loadBalancer, tasks },
    registries: bound.registries,
    namespace: bound.namespace,
  };
}
