import { refusedAddress } from '../../proxy-runtime/process/index.ts';
import { describeSystemError } from './system-error.ts';

/** Whether another program listens where the proxy is to. */
export function isAddressInUse(error: unknown): boolean {
  return refusedAddress(error) !== undefined && (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}

/** An error of a start in nginx's words where it is about an address; others say it themselves. */
export function describeListenError(error: unknown): string {
  const address = refusedAddress(error);
  if (address === undefined) return error instanceof Error ? error.message : String(error);
  return describeSystemError(`bind() to ${address}`, error);
}
