import * as pulumi from '@pulumi/pulumi';
import { checkUpstream, liftNginxConf } from '../plan/index.ts';
import { atComponent, type Place } from './plan-error.ts';
import type { Plans } from './settings.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/**
 * Checks `nginxConf`, and that its upstreams can have the backends, before anything is created.
 *
 * @throws PlanError
 */
export function checkNginxConf(place: Place, { now }: Plans, { nginxConf, backends = {} }: WebSocketProxyArgs): void {
  if (nginxConf === undefined) return;
  atComponent(place, () => {
    const { config } = liftNginxConf(now, nginxConf, Object.keys(backends));
    for (const [name, backend] of Object.entries(backends)) {
      checkUpstream(config, name);
      const target = backend.targetNow();
      if (target !== undefined) checkUpstream(config, name, { ...target, directives: backend.directives });
    }
  });
}

/** Says what of `nginxConf` is not as it was. */
export function warnOfNginxConf(
  { component }: Place,
  { later }: Plans,
  { nginxConf, backends = {} }: WebSocketProxyArgs,
): void {
  if (nginxConf === undefined) return;
  later.apply((plan) => {
    const { warnings, notices } = liftNginxConf(plan, nginxConf, Object.keys(backends));
    for (const { text } of warnings) void pulumi.log.warn(text, component);
    for (const notice of notices) void pulumi.log.info(notice, component);
  });
}
