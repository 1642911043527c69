import * as v from 'valibot';
import { ConfigError } from './config-error.ts';
import { proxyConfigSchema } from './schema/proxy-config.ts';
import type { ProxyConfig } from './types.ts';

/** Checks that a value has a configuration's properties, each with its type. What they say together, {@link compile} checks. @throws {@link ConfigError} */
export function parseShape(value: unknown): ProxyConfig {
  const result = v.safeParse(proxyConfigSchema, value);
  if (result.success) return result.output;
  // A misspelt option also leaves the right one missing; only the former says what to do.
  const issue = result.issues.find(({ expected }) => expected === 'never') ?? result.issues[0];
  const path = (issue.path ?? []).map(({ key }) => key);
  throw new ConfigError(path.length === 0 ? `the configuration ${issue.message}` : issue.message, path);
}
