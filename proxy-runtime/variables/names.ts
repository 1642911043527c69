import { ConfigError } from '../config/config-error.ts';
import { hasVariable } from './built-in.ts';

/** The headers that nginx has a variable for; any other `$http_…` may be given a value. */
const HEADERS = new Set([
  ...['http_host', 'http_user_agent', 'http_referer', 'http_via', 'http_x_forwarded_for', 'http_cookie'],
  ...['content_type', 'content_length', 'location', 'last_modified', 'connection', 'keep_alive'].map(
    (name) => `sent_http_${name}`,
  ),
  ...['transfer_encoding', 'cache_control', 'link'].map((name) => `sent_http_${name}`),
]);

/** The one of nginx's own that `set` can change. */
export const ARGS = 'args';

/** The name of a variable as it is looked up: without `$`, and names have no case. */
export function variableName(written: string): string {
  return written.replace(/^\$/, '').toLowerCase();
}

/** Refuses to give a value to a variable that has nginx's. @param name - as {@link variableName} has it @throws ConfigError */
export function checkAssignedName(name: string): void {
  if (name === ARGS || !(hasVariable(name) || HEADERS.has(name))) return;
  throw new ConfigError(`gives $${name} a value, which is a variable of nginx's own; take another name`);
}
