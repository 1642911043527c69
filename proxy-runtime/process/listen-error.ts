import { formatListen } from '../config/values/listen-address.ts';

interface ListenError extends NodeJS.ErrnoException {
  readonly syscall: 'listen';
  readonly address: string;
  /** -1 for a unix socket. */
  readonly port?: number;
}

/** Where the system did not let a server listen, as it is configured; undefined for other errors. */
export function refusedAddress(error: unknown): string | undefined {
  return isListenError(error) ? formatAddress(error) : undefined;
}

/** An error of a start in our own words, with a way out; undefined for what is no error of a start, or one that says it all. */
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
  return formatListen(port < 0 ? { kind: 'unix', path: address } : { kind: 'tcp', host: address, port });
}
