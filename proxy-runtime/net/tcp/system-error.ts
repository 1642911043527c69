import { getSystemErrorName } from 'node:util';

/** An error of the system's, as Node's own sockets give it: `connect ECONNREFUSED 127.0.0.1:8080`. */
export function systemError(errno: number, syscall: string, where = ''): NodeJS.ErrnoException {
  const code = getSystemErrorName(errno);
  const message = `${syscall} ${code}${where === '' ? '' : ` ${where}`}`;
  return Object.assign(new Error(message), { errno, code, syscall });
}
