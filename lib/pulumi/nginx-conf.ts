import * as pulumi from '@pulumi/pulumi';
import { checkUpstream, liftNginxConf, upstreamWarnings } from '../plan/index.ts';
import type { BoundBackends } from './bind-backends.ts';
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
  { now, later }: Plans,
  { nginxConf, backends = {} }: WebSocketProxyArgs,
  { byLocation }: BoundBackends,
): void {
  if (nginxConf === undefined) return;
  const { config } = liftNginxConf(now, nginxConf, Object.keys(backends));
  for (const [name, target] of byLocation) {
    target.apply((known) => {
      for (const { text } of upstreamWarnings(config, name, known)) void pulumi.log.warn(text, component);
    });
  }
  later.apply((plan) => {
    const { warnings, notices } = liftNginxConf(plan, nginxConf, Object.keys(backends));
    for (const { text } of warnings) void pulumi.log.warn(text, component);
    for (const notice of notices) void pulumi.log.info(notice, component);
  });
}
