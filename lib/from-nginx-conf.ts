import type { ProxyConfig } from '../proxy-runtime/config/types.ts';
import { parseNginxConf, type NginxConfOptions } from './plan/nginx-conf/index.ts';

/**
 * Reads the text of an nginx.conf, or of what stands in its http block, as the configuration of a proxy.
 *
 * @throws ConfigError for what nginx would refuse, and for what this proxy does not do: one line with file, line, reason and way out
 */
export function fromNginxConf(text: string, options: NginxConfOptions = {}): ProxyConfig {
  return parseNginxConf(text, options).config;
}
