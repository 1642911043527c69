import { createServer } from 'node:net';
import { once } from 'node:events';

/** What is wrong with a port of 127.0.0.1 that can't be listened on, and the way out; undefined where the error is about something else. */
export function portError(error: unknown, port: number): Error | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const wayOut = 'choose another with --port PORT, or --port 0 for any free one';
  if (code === 'EADDRINUSE') return new Error(`port ${port} is taken on 127.0.0.1; ${wayOut}`);
  if (code === 'EACCES') return new Error(`port ${port} is not for this user to listen on; ${wayOut}`);
  return undefined;
}

/** Finds out before anything slow is done whether a port can be listened on. @throws Error that says what to do */
export async function checkPort(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw portError(error, port) ?? error;
  }
  server.close();
  await once(server, 'close');
}
