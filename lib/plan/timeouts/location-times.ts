import {
  type DefaultedDirectives,
  LOCATION_DEFAULTS,
  UPSTREAM_DEFAULTS,
  everyLocation,
  parseSize,
  type ProxyConfig,
} from '../../../proxy-runtime/config/index.ts';
import { locationPlace, withPlaces, type PlacedConfig } from '../nginx-conf/levels.ts';
import { seconds } from './timeouts.ts';

/** One location of the configuration with its effective times, in seconds. */
export interface LocationTimes {
  readonly location: string;
  readonly proxyPass: string;
  readonly proxyReadTimeout: number;
  readonly proxyConnectTimeout: number;
  readonly proxySendTimeout: number;
  readonly sendTimeout: number;
  readonly keepaliveTimeout: number;
  /** Bytes; 0 is no limit. */
  readonly clientMaxBodySize: number;
  /** Bytes. */
  readonly proxyBufferSize: number;
  /** How long idle connections to the backend are kept; 0 where they are not. */
  readonly upstreamKeepalive: number;
}

/** Every location that has a backend, with the times it has or inherits. */
export function locationTimes(config: PlacedConfig): readonly LocationTimes[] {
  const { servers, ...http } = config;
  return servers.flatMap(({ server, place }) =>
    everyLocation(server.locations).flatMap(({ key, location, outer }) => {
      const { proxyPass } = location;
      if (proxyPass === undefined) return [];
      const levels = [LOCATION_DEFAULTS, http, server, ...outer.map((each) => each.location), location];
      const effective = Object.assign({}, ...levels) as DefaultedDirectives;
      return {
        location: servers.length > 1 ? locationPlace(place, key) : key,
        proxyPass,
        ...timesOf(effective),
        upstreamKeepalive: upstreamKeepalive(proxyPass, http.upstreams),
      };
    }),
  );
}

function timesOf(effective: DefaultedDirectives): Omit<LocationTimes, 'location' | 'proxyPass' | 'upstreamKeepalive'> {
  return {
    proxyReadTimeout: seconds(effective.proxyReadTimeout),
    proxyConnectTimeout: seconds(effective.proxyConnectTimeout),
    proxySendTimeout: seconds(effective.proxySendTimeout),
    sendTimeout: seconds(effective.sendTimeout),
    keepaliveTimeout: seconds(effective.keepaliveTimeout),
    clientMaxBodySize: parseSize(effective.clientMaxBodySize),
    proxyBufferSize: parseSize(effective.proxyBufferSize),
  };
}

function upstreamKeepalive(proxyPass: string, upstreams: ProxyConfig['upstreams'] = {}): number {
  const [, name = ''] = /^https?:\/\/([^/]+)/.exec(proxyPass) ?? [];
  const upstream = Object.hasOwn(upstreams, name) ? { ...UPSTREAM_DEFAULTS, ...upstreams[name] } : undefined;
  return upstream === undefined || upstream.keepalive === 0 ? 0 : seconds(upstream.keepaliveTimeout);
}

/** How long an idle connection from the load balancer is kept, where that is shortest. */
export function shortestKeepalive(config: ProxyConfig): number {
  const { keepaliveTimeout } = { ...LOCATION_DEFAULTS, ...config };
  return Math.min(
    seconds(keepaliveTimeout),
    ...locationTimes(withPlaces(config)).map((times) => times.keepaliveTimeout),
  );
}
