import { getSystemErrorMessage } from 'node:util';

/** The system's error as nginx's logs have it: `open() "logs/nginx.pid" failed (2: No such file or directory)`. */
export function describeSystemError(call: string, error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  if (errno === undefined) return `${call} failed (${message})`;
  const text = getSystemErrorMessage(errno);
  return `${call} failed (${-errno}: ${text.charAt(0).toUpperCase()}${text.slice(1)})`;
}
