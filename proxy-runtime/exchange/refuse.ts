import type { ClientConnection } from '../connection/client-connection.ts';
import type { BadRequest } from '../http/request-head.ts';
import { writeOwnResponse } from './own-response.ts';

/** Answers a request whose head can't be read, and closes: nothing behind it can be trusted to begin where it seems to. */
export function refuse(connection: ClientConnection, error: BadRequest, line: string): void {
  const { outside } = connection.listen.defaultServer;
  const response = writeOwnResponse(
    { status: error.status, title: error.title },
    { connection: 'close', settings: outside, withBody: true, withHead: true },
  );
  connection.channel.write(response.bytes);
  connection.cycle.logError(`${error.message}, client: ${connection.remoteAddress}`);
  connection.close(outside, () => {
    connection.cycle.logRefused(connection, { status: error.status, line, bytesSent: response.bytes.length });
  });
}
