/** Configurations that the proxy can run: data, a text or an nginx.conf, checked and made into the tables that requests run on. */
export { readNginxConf, readNginxConfFile, type NginxConf } from './nginx-conf.ts';
export { loadProxyConfig, parseProxyConfig } from './parse.ts';
export { readConfig } from './read-config.ts';
export type { CompiledConfig } from './compile.ts';
// What parts of a configuration are checked with
export { compileLocationKey } from '../routing/location.ts';
export { ServerNames } from '../routing/server-names.ts';
