/** A configuration that is refused: the message is one line that names the place, the limit and the way out. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
