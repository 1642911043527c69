import { readFileSync } from 'node:fs';
import { ConfigError, type ProxyConfig } from '../../../proxy-runtime/config/index.ts';
import { readNginxConf } from '../../../proxy-runtime/compile/index.ts';
import { PlanError } from '../errors/plan-error.ts';
import { isPlainObject } from '../props/described.ts';

/** What a front end may say of the text of an nginx.conf. */
export interface NginxConfOptions {
  /** The text's file: its name is in messages, and its folder is where included files are looked for. @default 'nginx.conf', and no files */
  readonly file?: string;
}

/** An nginx.conf as data. */
export interface ParsedNginxConf {
  /** Its directives in camelCase. */
  readonly config: ProxyConfig;
  /** What was accepted without having an effect, one line each. */
  readonly notices: readonly string[];
}

/**
 * Reads an nginx.conf, or what stands in its http block.
 *
 * @throws ConfigError for what nginx would refuse, and for what this proxy does not do: one line with file, line, reason and way out
 */
export function parseNginxConf(text: string, options: NginxConfOptions = {}): ParsedNginxConf {
  const { config, notices } = readNginxConf(text, options);
  return { config, notices };
}

/**
 * The same from a file, with what it includes.
 *
 * @param path - relative to the working directory
 * @throws ConfigError also for a file that can't be read
 */
export function parseNginxConfFile(path: string): ParsedNginxConf {
  return parseNginxConf(readText(path), { file: path });
}

/**
 * A configuration that is data already, in the place of an nginx.conf.
 *
 * @throws PlanError for what is no configuration
 */
export function takeConfig(config: ProxyConfig): ParsedNginxConf {
  const given: unknown = config;
  if (isPlainObject(given) && Array.isArray(given['servers'])) return { config, notices: [] };
  throw new PlanError(
    'WSPROXY_NGINX_CONF',
    'what NginxConf.fromConfig() is given has no servers; give it { servers: [{ listen: 80, … }] }',
  );
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
