import assert from 'node:assert/strict';
import { ConfigError } from '../../../../../../proxy-runtime/config/config-error.ts';
import type { NginxConfOptions } from '../../../../../../proxy-runtime/config/nginx-conf/index.ts';
import { readNginxConf, type NginxConf } from '../../../../../../proxy-runtime/compile/nginx-conf.ts';
import type { LocationConfig, ServerConfig } from '../../../../../../proxy-runtime/config/types.ts';

const BACKEND = 'proxy_pass http://127.0.0.1:3000;';

/** Content of an http block, and a server that makes it complete. */
export function inHttp(text: string): string {
  return `${text}\nserver { listen 127.0.0.1:8080; location / { ${BACKEND} } }`;
}

/** Content of a server block. */
export function inServer(text: string): string {
  return `server { listen 127.0.0.1:8080; ${text}\nlocation / { ${BACKEND} } }`;
}

/** Content of a location with a backend. */
export function inLocation(text: string): string {
  return `server { listen 127.0.0.1:8080; location / { ${BACKEND} ${text}\n} }`;
}

/** Content of an upstream block that is used. */
export function inUpstream(text: string): string {
  return `upstream u { ${text}\n} server { listen 127.0.0.1:8080; location / { proxy_pass http://u; } }`;
}

export function read(text: string, options?: NginxConfOptions): NginxConf {
  return readNginxConf(text, options);
}

/** The only server of a configuration. */
export function serverOf({ config }: NginxConf): ServerConfig {
  const [server, ...others] = config.servers;
  assert.ok(server !== undefined && others.length === 0);
  return server;
}

/** One location of the only server. */
export function locationOf(conf: NginxConf, key = '/'): LocationConfig {
  const location = serverOf(conf).locations[key];
  assert.ok(location !== undefined);
  return location;
}

/** What is said against a configuration: always a ConfigError of one line. */
export function complaint(text: string, options?: NginxConfOptions): string {
  return complaintOf(() => read(text, options));
}

export function complaintOf(read: () => unknown): string {
  let message = '';
  assert.throws(read, (error: unknown) => {
    assert.ok(error instanceof ConfigError, String(error));
    ({ message } = error);
    return true;
  });
  assert.doesNotMatch(message, /[\r\n]/);
  return message;
}
