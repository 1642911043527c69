/**
 * A configuration that is refused: the message is one line that names the place, the limit and the way out.
 *
 * @jsii ignore
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Its entry in docs/errors.md; it is the same in every version. */
  readonly code = 'WSPROXY_CONFIGURATION';
  /** The message without the place. */
  readonly reason: string;
  /** The place, as keys from the configuration's root. */
  readonly path: readonly unknown[];

  constructor(reason: string, path: readonly unknown[] = []) {
    super(path.length === 0 ? reason : `${formatPath(path)}: ${reason}`);
    this.reason = reason;
    this.path = path;
  }
}

/** Writes a place in the configuration as JavaScript would: `servers[0].locations["/chat/"].proxyPass`. */
function formatPath(keys: readonly unknown[]): string {
  return keys
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = String(key);
      if (!/^[a-z_$][\w$]*$/i.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
