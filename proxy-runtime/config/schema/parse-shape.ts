import * as v from 'valibot';
import { ConfigError } from '../config-error.ts';
import { proxyConfigSchema } from './proxy-config.ts';
import { suggestServers } from './suggest-servers.ts';
import type { ProxyConfig } from '../types.ts';

/** Checks that a value has a configuration's properties, each with its type. What they say together, {@link compile} checks. @throws {@link ConfigError} */
export function parseShape(value: unknown): ProxyConfig {
  const result = v.safeParse(proxyConfigSchema, value);
  if (result.success) return result.output;
  const suggestion = suggestServers(value);
  if (suggestion !== undefined && !complaint(result.issues)[0].endsWith('did you mean servers?'))
    throw new ConfigError(withoutServers(value, suggestion), ['servers']);
  const [reason, path] = complaint(result.issues);
  throw new ConfigError(path.length === 0 ? `the configuration ${reason}` : reason, path);
}

type Issues = readonly [v.InferIssue<typeof proxyConfigSchema>, ...v.InferIssue<typeof proxyConfigSchema>[]];

/** What to say of what is wrong, and its place. */
function complaint(issues: Issues): readonly [reason: string, path: readonly unknown[]] {
  // A misspelt option also leaves the right one missing; only the former says what to do.
  const issue = issues.find(({ expected }) => expected === 'never') ?? issues[0];
  return [issue.message, (issue.path ?? []).map(({ key }) => key)];
}

function withoutServers(given: unknown, suggestion: object): string {
  const { issues } = v.safeParse(proxyConfigSchema, suggestion);
  const fault = issues === undefined ? '' : `; in it, ${new ConfigError(...complaint(issues)).message}`;
  const json = JSON.stringify(suggestion, undefined, 1).replaceAll(/\n\s*/g, ' ');
  const problem = Object.hasOwn(Object(given) as object, 'servers') ? 'must be a list' : 'is missing';
  return `${problem}; write ${json}${fault}`;
}
