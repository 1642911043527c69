import * as v from 'valibot';
import { ConfigError } from './config-error.ts';
import { compile, type CompiledConfig } from './compile.ts';
import { proxyConfigSchema } from './schema/proxy-config.ts';
import type { ProxyConfig } from './types.ts';

/**
 * Checks that `value` is a configuration the proxy can run.
 *
 * @returns the same value, typed
 * @throws {@link ConfigError} for the first thing that is wrong: one line that begins with its place, such as
 *   `servers[0].locations["/chat/"].proxyReadTimeout: "15 minuts" is not a time; …`
 */
export function parseProxyConfig(value: unknown): ProxyConfig {
  const config = parseShape(value);
  compile(config);
  return config;
}

/** {@link parseProxyConfig}, ready to use. @throws {@link ConfigError} */
export function loadProxyConfig(value: unknown): CompiledConfig {
  return compile(parseShape(value));
}

function parseShape(value: unknown): ProxyConfig {
  const result = v.safeParse(proxyConfigSchema, value);
  if (result.success) return result.output;
  // A misspelt option also leaves the right one missing; only the former says what to do.
  const issue = result.issues.find(({ expected }) => expected === 'never') ?? result.issues[0];
  const path = (issue.path ?? []).map(({ key }) => key);
  throw new ConfigError(path.length === 0 ? `the configuration ${issue.message}` : issue.message, path);
}
