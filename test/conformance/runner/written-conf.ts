import { readNginxConf } from '../../../proxy-runtime/compile/nginx-conf.ts';
import { writeNginxConf } from '../../../proxy-runtime/config/nginx-conf/write/write-nginx-conf.ts';
import { asProcess } from './nginx-conf.ts';

/**
 * What `wsproxy nginx-conf --nginx VERSION` makes of an nginx.conf.
 *
 * @throws ConfigError for what our proxy refuses
 */
export function writtenConf(conf: string, prefix: string, version: string): string {
  const { config } = readNginxConf(conf, { file: `${prefix}/nginx.conf`, prefix, complete: true });
  return asProcess(writeNginxConf(config, { version }).text, prefix);
}
