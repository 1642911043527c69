import { compile, type CompiledConfig } from './compile.ts';
import { parseShape } from '../config/schema/parse-shape.ts';
import type { ProxyConfig } from '../config/types.ts';

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
