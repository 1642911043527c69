/** nginx.conf, as a form of our configuration. */
export {
  fromNginxConf,
  readNginxConf,
  readNginxConfFile,
  type NginxConf,
  type NginxConfOptions,
  type ProcessDirectives,
} from './read/read-nginx-conf.ts';
