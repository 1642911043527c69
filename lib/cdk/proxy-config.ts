import { ConfigError } from '../../proxy-runtime/config/index.ts';
import { keepNotices, ProxyConfig as Plain, type FromNginxConfOptions } from '../plan/index.ts';
import { StandIns, withoutPendingLookups } from './tokens.ts';

/** The proxy's configuration, as data: nginx's directives in camelCase. {@link ProxyConfig.fromNginxConf} reads one from an nginx.conf. */
export type ProxyConfig = Plain;

// Type and value have one name, so that a stack needs one import.
export const ProxyConfig = {
  /**
   * Reads an nginx.conf, or what stands in its http block, for the `nginxConf` of a proxy.
   *
   * What has no effect here, such as `sendfile`, is accepted, and the construct says so; all else is as in nginx or refused.
   *
   * @param text - which may have tokens wherever nginx has a value: `` `proxy_set_header X-Region ${stack.region};` ``
   * @throws ConfigError for what nginx would refuse, and for what this proxy does not do: one line with file, line, reason and way out
   */
  fromNginxConf(text: string, options: FromNginxConfOptions = {}): ProxyConfig {
    const tokens = new StandIns();
    try {
      const config = Plain.fromNginxConf(withoutPendingLookups(tokens.hideIn(text)), options);
      return keepNotices(tokens.show(config), config);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const message = tokens.show(error.message);
      throw message === error.message
        ? error
        : new ConfigError(
            `${message}; what only the deployment knows may be a text, a number, a time, a size, a port or an address`,
          );
    }
  },

  /**
   * The same from a file, with what it includes.
   *
   * @param path - relative to the working directory
   * @throws ConfigError also for a file that can't be read
   */
  fromNginxConfFile(path: string): ProxyConfig {
    return Plain.fromNginxConfFile(path);
  },
};
