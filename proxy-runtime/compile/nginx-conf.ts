import { ConfigError } from '../config/config-error.ts';
import {
  parseNginxConf,
  parseNginxConfFile,
  type NginxConfOptions,
  type NginxConfText,
} from '../config/nginx-conf/read/read-nginx-conf.ts';
import type { ProxyConfig } from '../config/types.ts';
import { parseProxyConfig } from './parse.ts';

/** An nginx.conf as this proxy understands it. */
export interface NginxConf extends Omit<NginxConfText, 'config' | 'locate'> {
  readonly config: ProxyConfig;
}

/**
 * Reads an nginx.conf, or what stands in its http block, and checks it.
 *
 * @throws {@link ConfigError} for what nginx would refuse, and for what is not this proxy's business: one line with file, line, reason and way
 *   out. Nothing is ignored without a notice.
 */
export function readNginxConf(text: string, options: NginxConfOptions = {}): NginxConf {
  return checked(parseNginxConf(text, options));
}

/** Reads and checks a file, which must be complete as nginx's own: with an events block. @throws {@link ConfigError} */
export function readNginxConfFile(file: string, options: Omit<NginxConfOptions, 'file' | 'complete'> = {}): NginxConf {
  return checked(parseNginxConfFile(file, options));
}

function checked({ config, locate, ...read }: NginxConfText): NginxConf {
  try {
    return { ...read, config: parseProxyConfig(config) };
  } catch (error) {
    throw error instanceof ConfigError ? locate(error) : error;
  }
}
