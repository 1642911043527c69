import { CONNECTION_VARIABLES } from './connection.ts';
import type { Variables } from './variable.ts';

const NOT_FOUND = (): undefined => undefined;
const EMPTY = (): string => '';

/** Of what is not here (HTTP/2, early data, caches, PROXY protocol, realip), the values that nginx has where it is not used. */
export const VARIABLES_OF_NOTHING: Variables = {
  http2: EMPTY,
  http3: EMPTY,
  proxy_protocol_addr: NOT_FOUND,
  proxy_protocol_port: NOT_FOUND,
  proxy_protocol_server_addr: NOT_FOUND,
  proxy_protocol_server_port: NOT_FOUND,
  ssl_early_data: NOT_FOUND,
  upstream_cache_status: NOT_FOUND,
  ...renamed('realip_remote_addr', 'remote_addr'),
  ...renamed('realip_remote_port', 'remote_port'),
};

function renamed(name: string, same: string): Variables {
  const variable = CONNECTION_VARIABLES[same];
  return variable === undefined ? {} : { [name]: variable };
}
