import { ConfigError } from './config/config-error.ts';
import { readConfig } from './compile/read-config.ts';
import { JSON_TEXT } from './config/text/language.ts';
import { readTextFile } from './config/text/read-text-file.ts';
import type { ProxyConfig } from './config/types.ts';
import { parseWorkers, type WorkerCount } from './config/values/worker-count.ts';

const USAGE = "use --config-json '{…}' or --config FILE";

/** What the proxy's program is to do. */
export interface ProgramArguments {
  readonly config: ProxyConfig;
  readonly workers: WorkerCount;
}

/**
 * Reads what the proxy's program was started with: `--workers N` or `--workers auto`, of which the last counts, so that a container's
 * command has the better of its image's entry point; and then the configuration, as {@link readCommand} does.
 *
 * @throws {@link ConfigError}
 */
export function readArguments(args: readonly string[]): ProgramArguments {
  const [option, value, ...rest] = args;
  if (option !== '--workers' || value === undefined) return { config: readConfiguration(args), workers: 1 };
  const workers = parseWorkers(value);
  return { workers, ...(rest[0] === '--workers' ? readArguments(rest) : { config: readConfiguration(rest) }) };
}

/**
 * Reads the command of the proxy's container: `--config-json JSON`, which is how a deployment carries its configuration, or
 * `--config FILE`.
 *
 * @throws {@link ConfigError}
 */
export function readCommand(args: readonly string[]): ProxyConfig {
  return readArguments(args).config;
}

function readConfiguration([option, value, ...rest]: readonly string[]): ProxyConfig {
  if (value === undefined || rest.length > 0) throw new ConfigError(`the command has no configuration; ${USAGE}`);
  if (option === '--config-json') return readConfig(option, value, JSON_TEXT);
  if (option === '--config') return readConfig(value, readTextFile(value), JSON_TEXT);
  throw new ConfigError(`unknown option ${JSON.stringify(option)}; ${USAGE}`);
}
