import type * as pulumi from '@pulumi/pulumi';
import type { ParsedNginxConf } from '../../plan/index.ts';
import type { ComputeSettings } from '../compute/renderers.ts';
import type { LoadBalancingSettings } from '../load-balancing/renderers.ts';
import type { ScalingSettings } from '../scaling/renderers.ts';
import type { WebSocketProxyArgs } from '../websocket-proxy-args.ts';

/** The arguments of a proxy as data: each facet by its kind. */
export interface GivenSettings extends Omit<WebSocketProxyArgs, 'nginxConf' | 'loadBalancing' | 'compute' | 'scaling'> {
  readonly nginxConf?: pulumi.Input<ParsedNginxConf>;
  readonly loadBalancing?: LoadBalancingSettings;
  readonly compute?: ComputeSettings;
  readonly scaling?: ScalingSettings;
}

/** The same with the kinds that those facets have that are not given. */
export interface Settings extends GivenSettings {
  readonly loadBalancing: LoadBalancingSettings;
  readonly compute: ComputeSettings;
  readonly scaling: ScalingSettings;
}
