import { readFileSync } from 'node:fs';
import { ConfigError, type ProxyConfig as Config } from '../../../proxy-runtime/config/index.ts';
import { readNginxConf } from '../../../proxy-runtime/compile/index.ts';

/** The proxy's configuration, as data: nginx's directives in camelCase. {@link ProxyConfig.fromNginxConf} reads one from an nginx.conf. */
export type ProxyConfig = Config;

export interface FromNginxConfOptions {
  /** The text's file: its name is in messages, and its folder is where included files are looked for. @default 'nginx.conf', and no files */
  readonly file?: string;
}

/** What was accepted without having an effect, by configuration. */
const NOTICES = new WeakMap<object, readonly string[]>();

// Type and value have one name, so that a stack needs one import.
export const ProxyConfig = {
  /**
   * Reads an nginx.conf, or what stands in its http block, for the `nginxConf` of a proxy.
   *
   * What has no effect here, such as `sendfile`, is accepted, and the construct says so; all else is as in nginx or refused.
   *
   * @throws ConfigError for what nginx would refuse, and for what this proxy does not do: one line with file, line, reason and way out
   */
  fromNginxConf(text: string, options: FromNginxConfOptions = {}): ProxyConfig {
    const { config, notices } = readNginxConf(text, options);
    NOTICES.set(config, notices);
    return config;
  },

  /**
   * The same from a file, with what it includes.
   *
   * @param path - relative to the working directory
   * @throws ConfigError also for a file that can't be read
   */
  fromNginxConfFile(path: string): ProxyConfig {
    return ProxyConfig.fromNginxConf(readText(path), { file: path });
  },
};

/** The reader's notices about a configuration, one line each; none for one that was not read from an nginx.conf. */
export function noticesOf(config: ProxyConfig): readonly string[] {
  return NOTICES.get(config) ?? [];
}

/** Gives a configuration the notices of the one that it was made of. */
export function keepNotices(config: Config, from: Config): Config {
  if (config !== from && typeof config === 'object') NOTICES.set(config, noticesOf(from));
  return config;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `${path} can't be read: ${(error as Error).message}; write the path from the working directory`,
    );
  }
}
