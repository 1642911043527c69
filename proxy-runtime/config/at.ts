import { ConfigError } from './config-error.ts';

/** Runs `read`, and puts the place in front of what it says against the value there. */
export function at<T>(path: readonly unknown[], read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(error.reason, [...path, ...error.path]) : error;
  }
}
