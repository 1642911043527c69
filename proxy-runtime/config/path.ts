import { ConfigError } from './config-error.ts';

/** Writes a place in the configuration as JavaScript would: `servers[0].locations["/chat/"].proxyPass`. */
export function formatPath(keys: readonly unknown[]): string {
  return keys
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = String(key);
      if (!/^[a-z_$][\w$]*$/i.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

/** Runs `read`, and puts the place in front of what it says against the value there. */
export function at<T>(path: readonly unknown[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${formatPath(path)}: ${error.message}`);
  }
}
