/**
 * The proxy's configuration, as data: its types, its schema and defaults, and how its values are written. It imports nothing else of the
 * runtime. nginx.conf, and configurations as texts, have indexes of their own.
 */
export type * from './types.ts';
export { ConfigError } from './config-error.ts';
export {
  LOCATION_DEFAULTS,
  SERVER_DEFAULTS,
  UPSTREAM_DEFAULTS,
  UPSTREAM_SERVER_DEFAULTS,
  type DefaultedDirectives,
} from './defaults.ts';
export { SERVER_DIRECTIVES, SSL_DIRECTIVES } from './directives/families.ts';
export { everyLocation, mapLocations, type NestedLocation } from './locations.ts';
export { nearest } from './nearest.ts';
export { toBytes } from './values/bytes.ts';
export { directiveName } from './values/directive-name.ts';
export { headerLines } from './values/header-lines.ts';
export { hasPort, splitIpPort, withoutPort } from './values/host-port.ts';
export { isList } from './values/list.ts';
export { formatListen, parseListen, type ListenAddress } from './values/listen-address.ts';
export { parseLocationKey, type LocationKey } from './values/location-key.ts';
export { parseProxyPass, type ProxyTarget } from './values/proxy-url.ts';
export { parseSize } from './values/size.ts';
export { parseTime } from './values/time.ts';
export { hasVariables } from './values/variables-in-text.ts';
export { parseWorkers, type WorkerCount } from './values/worker-count.ts';
export { VERSION } from './version.ts';
