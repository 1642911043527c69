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

/** The same in our own words, with a way out; undefined for what is no error of a start, or one that says it all. */
export function explainListenError(error: unknown): string | undefined {
  if (isLookupError(error))
    return `${error.hostname}: there is no such host (${error.code}); have "listen" name an address of this machine`;
  if (!isListenError(error)) return undefined;
  const address = formatAddress(error);
  switch (error.code) {
    case 'EADDRINUSE':
      return `${address} is in use: another program listens there; end that, or have "listen" name another port`;
    case 'EACCES':
      return isPrivileged(error)
        ? `${address}: this user may not listen on a port below 1024; have "listen" name a higher one, such as 8080`
        : `${address}: this user may not listen there`;
    case 'EADDRNOTAVAIL':
      return `${address}: this machine has no such address; have "listen" name one it has, or the port alone for all of them`;
    default:
      return undefined;
  }
}

/** Only names to listen on are looked up by the system's own call without a word of ours. */
function isLookupError(error: unknown): error is Error & { readonly hostname: string; readonly code: string } {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall === 'getaddrinfo' && 'hostname' in error;
}

function isPrivileged({ port = -1 }: ListenError): boolean {
  return port >= 0 && port < 1024;
}

function isListenError(error: unknown): error is ListenError {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall === 'listen';
}

function formatAddress({ address, port = -1 }: ListenError): string {
  if (port < 0) return `unix:${address}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
