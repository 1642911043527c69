import * as pulumi from '@pulumi/pulumi';
import { checkUpstream, liftNginxConf, upstreamWarnings } from '../../plan/index.ts';
import type { BoundBackends } from '../backends/bind-backends.ts';
import { directivesNow } from '../backends/directives.ts';
import { isPlain } from '../args/plain.ts';
import { atComponent, type ComponentContext } from '../errors/component-errors.ts';
import { nginxConfLater } from './nginx-conf-later.ts';
import type { Plans } from '../planning/plans.ts';
import type { Settings } from '../args/settings.ts';

/**
 * Checks `nginxConf`, and that its upstreams can have the backends, before anything is created, if it is known then.
 *
 * @throws PlanError
 */
export function checkNginxConf(place: ComponentContext, { now }: Plans, { nginxConf, backends = {} }: Settings): void {
  if (nginxConf === undefined || !isPlain(nginxConf)) return;
  atComponent(place, () => {
    const { config } = liftNginxConf(now, nginxConf, Object.keys(backends));
    for (const [name, backend] of Object.entries(backends)) {
      checkUpstream(config, name);
      const { targetNow, directives } = backend._bind();
      const target = targetNow();
      if (target !== undefined) checkUpstream(config, name, { ...target, directives: directivesNow(directives) });
    }
  });
}

/** Says what of `nginxConf` is not as it was. */
export function warnOfNginxConf(
  { component }: ComponentContext,
  { later }: Plans,
  settings: Settings,
  { byLocation }: BoundBackends,
): void {
  const upstreams = [...byLocation.keys()];
  nginxConfLater(settings).apply((nginxConf) => {
    if (nginxConf === undefined) return;
    later.apply((plan) => {
      const { placed, warnings, notices } = liftNginxConf(plan, nginxConf, upstreams);
      for (const { text } of warnings) void pulumi.log.warn(text, component);
      for (const notice of notices) void pulumi.log.info(notice, component);
      for (const [name, target] of byLocation) {
        target.apply((known) => {
          for (const { text } of upstreamWarnings(placed, name, known)) void pulumi.log.warn(text, component);
        });
      }
    });
  });
}
