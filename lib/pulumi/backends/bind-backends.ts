import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import {
  checkProxyConfig,
  errorsAt,
  inOrder,
  liftNginxConf,
  proxyConfig,
  replaceServers,
  type BackendTarget,
  type DeploymentPlan,
} from '../../plan/index.ts';
import type { BoundBackend, GivenBackend } from './bound-backend.ts';
import type { Children } from '../children/children.ts';
import type { SecuredCompute } from '../compute/renderer.ts';
import { OpenedPorts } from './opened-ports.ts';
import { directivesLater } from './directives.ts';
import { checkLocalBackends } from './local-backends.ts';
import { nginxConfLater } from '../configuration/nginx-conf-later.ts';
import { atComponent, laterAtComponent, type ComponentContext } from '../errors/component-errors.ts';
import type { Rule } from '../network/security-groups.ts';
import { createNamespace } from './service-backend.ts';
import type { Settings } from '../args/settings.ts';

/** The backends of a proxy, each bound once, however many locations it has. */
export interface BoundBackends {
  readonly byLocation: ReadonlyMap<string, pulumi.Output<BackendTarget>>;
  /** The Cloud Map services, each by what has bound it. */
  readonly registries: ReadonlyMap<GivenBackend['bind'], aws.servicediscovery.Service>;
  readonly namespace: aws.servicediscovery.PrivateDnsNamespace | undefined;
  readonly rules: readonly Rule[];
  /** Resolves unless they are found wrong together. */
  readonly checked: pulumi.Output<void>;
}

/** Binds the backends; the arguments have been checked. */
export function bindBackends(
  children: Children,
  { vpcId, backends = {} }: Settings,
  tasks: SecuredCompute,
): BoundBackends {
  const { place } = children;
  const bound = new Map<GivenBackend['bind'], BoundBackend>();
  let own: aws.servicediscovery.PrivateDnsNamespace | undefined;
  const namespace = (): aws.servicediscovery.PrivateDnsNamespace => (own ??= createNamespace(children, vpcId));
  const openedPorts = new OpenedPorts();
  const byLocation = new Map<string, pulumi.Output<BackendTarget>>();
  for (const [location, backend] of Object.entries(inOrder(backends))) {
    const { bind, directives } = backend._bind();
    const binding =
      bound.get(bind) ??
      bind({
        children,
        at: (plan) => atComponent(place, () => errorsAt(`backends['${location}']`, plan)),
        taskSecurityGroupIds: tasks.securityGroupIds,
        outbound: tasks.securityGroup === undefined,
        openedPorts,
        namespace,
      });
    bound.set(bind, binding);
    byLocation.set(
      location,
      pulumi
        .all([binding.target, directivesLater(directives)])
        .apply(([target, known]) => ({ ...target, directives: known })),
    );
  }
  const bindings = [...bound];
  return {
    byLocation,
    registries: new Map(bindings.flatMap(([bind, { registry }]) => (registry ? [[bind, registry] as const] : []))),
    namespace: own,
    rules: bindings.flatMap(([, { rules }]) => rules),
    checked: openedPorts.check(place),
  };
}

/** The configuration that the proxy runs with, as soon as its backends are known. */
export function configJson(
  place: ComponentContext,
  plan: pulumi.Output<DeploymentPlan>,
  { byLocation, checked }: BoundBackends,
  settings: Settings,
): pulumi.Output<string> {
  const locations = [...byLocation.keys()];
  const targets = pulumi.all([...byLocation.values()]);
  return laterAtComponent(
    place,
    pulumi.all([plan, targets, nginxConfLater(settings), checked]),
    ([decided, list, nginxConf]) => {
      const byName = Object.fromEntries(locations.map((location, index) => [location, list[index] as BackendTarget]));
      checkLocalBackends(decided, byName, settings);
      const config =
        nginxConf === undefined
          ? proxyConfig(decided, byName)
          : replaceServers(liftNginxConf(decided, nginxConf, locations).config, byName);
      checkProxyConfig(config);
      return JSON.stringify(config);
    },
  );
}
