/** nginx.conf, as a form of our configuration: what is read from one, not yet checked, and what is written into one. */
export {
  parseNginxConf,
  parseNginxConfFile,
  type NginxConfOptions,
  type NginxConfText,
  type ProcessDirectives,
} from './read/read-nginx-conf.ts';
export { writeNginxConf, type WriteOptions, type WrittenConf } from './write/write-nginx-conf.ts';
