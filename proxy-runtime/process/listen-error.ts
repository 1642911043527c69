import { describeSystemError } from './system-error.ts';

interface ListenError extends NodeJS.ErrnoException {
  readonly syscall: 'listen';
  readonly address: string;
  /** -1 for a unix socket. */
  readonly port?: number;
}

export function isAddressInUse(error: unknown): boolean {
  return isListenError(error) && error.code === 'EADDRINUSE';
}

/** An error of a start in nginx's words where it is about an address; others say it themselves. */
export function describeListenError(error: unknown): string {
  if (!isListenError(error)) return error instanceof Error ? error.message : String(error);
  return describeSystemError(`bind() to ${formatAddress(error)}`, error);
}

function isListenError(error: unknown): error is ListenError {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall === 'listen';
}

function formatAddress({ address, port = -1 }: ListenError): string {
  if (port < 0) return `unix:${address}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
