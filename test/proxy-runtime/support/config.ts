import assert from 'node:assert/strict';
import { ConfigError, parseProxyConfig } from '../../../proxy-runtime/index.ts';

/** A configuration that is right, with `change` made to it. */
export function configWith(change: object): object {
  return { servers: [{ listen: 8080, locations: { '/': { proxyPass: 'http://127.0.0.1:3000' } } }], ...change };
}

/** The same, with `location` as its only location. */
export function configWithLocation(location: unknown, key = '/'): object {
  return { servers: [{ listen: 8080, locations: { [key]: location } }] };
}

/** What is said against the configuration: always a ConfigError of one line. */
export function complaint(config: unknown): string {
  let message = '';
  assert.throws(
    () => parseProxyConfig(config),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError, String(error));
      ({ message } = error);
      return true;
    },
  );
  assert.doesNotMatch(message, /[\r\n]/);
  return message;
}
