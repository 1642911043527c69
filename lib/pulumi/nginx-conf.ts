import * as pulumi from '@pulumi/pulumi';
import { checkUpstream, liftNginxConf, upstreamWarnings, type ProxyConfig } from '../plan/index.ts';
import type { BoundBackends } from './bind-backends.ts';
import { directivesNow } from './directives.ts';
import { isPlain } from './plain.ts';
import { atComponent, type Place } from './plan-error.ts';
import type { Plans } from './settings.ts';
import type { WebSocketProxyArgs } from './websocket-proxy-args.ts';

/** The nginx.conf of the arguments as soon as it is known; the value itself, not a copy, as its notices are told by it. */
export function nginxConfLater({
  nginxConf,
}: Pick<WebSocketProxyArgs, 'nginxConf'>): pulumi.Output<ProxyConfig | undefined> {
  if (pulumi.Output.isInstance(nginxConf)) return nginxConf;
  return pulumi.output(undefined).apply(() => nginxConf) as unknown as pulumi.Output<ProxyConfig | undefined>;
}

/**
 * Checks `nginxConf`, and that its upstreams can have the backends, before anything is created, if it is known then.
 *
 * @throws PlanError
 */
export function checkNginxConf(place: Place, { now }: Plans, { nginxConf, backends = {} }: WebSocketProxyArgs): void {
  if (nginxConf === undefined || !isPlain(nginxConf)) return;
  atComponent(place, () => {
    const { config } = liftNginxConf(now, nginxConf, Object.keys(backends));
    for (const [name, backend] of Object.entries(backends)) {
      checkUpstream(config, name);
      const target = backend.targetNow();
      if (target !== undefined)
        checkUpstream(config, name, { ...target, directives: directivesNow(backend.directives) });
    }
  });
}

/** Says what of `nginxConf` is not as it was. */
export function warnOfNginxConf(
  { component }: Place,
  { later }: Plans,
  args: WebSocketProxyArgs,
  { byLocation }: BoundBackends,
): void {
  const upstreams = [...byLocation.keys()];
  nginxConfLater(args).apply((nginxConf) => {
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
