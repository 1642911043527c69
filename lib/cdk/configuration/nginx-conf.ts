import { ConfigError, type ProxyConfig } from '../../../proxy-runtime/config/index.ts';
import {
  parseNginxConf,
  parseNginxConfFile,
  takeConfig,
  type NginxConfOptions,
  type ParsedNginxConf,
} from '../../plan/index.ts';
import { mark } from '../../plan/props/index.ts';
import { StandIns, withoutPendingLookups } from '../tokens/tokens.ts';

/** An nginx.conf, which the proxy runs with: what it says, and what of it has no effect here. */
export class NginxConf {
  /**
   * Reads an nginx.conf from a file, with what it includes.
   *
   * What has no effect here, such as `sendfile`, is accepted, and the construct says so; all else is as in nginx or refused.
   *
   * @param path - relative to the working directory
   * @throws ConfigError for what nginx would refuse, for what this proxy does not do, and for a file that can't be read: one line with file,
   *   line, reason and way out
   */
  static fromFile(path: string): NginxConf {
    return new NginxConf(parseNginxConfFile(path));
  }

  /**
   * Reads the text of an nginx.conf, or of what stands in its http block, in the same way.
   *
   * @param text - which may have tokens wherever nginx has a value: `` `proxy_set_header X-Region ${stack.region};` ``
   * @throws ConfigError for what nginx would refuse, and for what this proxy does not do
   */
  static fromText(text: string, options: NginxConfOptions = {}): NginxConf {
    const tokens = new StandIns();
    try {
      const { config, notices } = parseNginxConf(withoutPendingLookups(tokens.hideIn(text)), options);
      return new NginxConf({ config: tokens.show(config), notices: tokens.show(notices) });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const message = tokens.show(error.message);
      throw message === error.message
        ? error
        : new ConfigError(
            `${message}; what only the deployment knows may be a text, a number, a time, a size, a port or an address`,
          );
    }
  }

  /**
   * Takes a configuration that is data already: nginx's directives in camelCase, as `wsproxy run` takes them.
   *
   * @throws PlanError for what is no configuration
   */
  static fromConfig(config: ProxyConfig): NginxConf {
    return new NginxConf(takeConfig(config));
  }

  readonly #parsed: ParsedNginxConf;

  private constructor(parsed: ParsedNginxConf) {
    this.#parsed = parsed;
    mark(this, 'cdk.NginxConf');
  }

  /** @internal */
  _bind(): ParsedNginxConf {
    return this.#parsed;
  }
}
