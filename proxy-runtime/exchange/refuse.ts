import type { ClientConnection } from '../connection/client-connection.ts';
import type { BadRequest } from '../http/request-head.ts';
import { addedLines } from './added-lines.ts';
import { writeOwnResponse } from './own-response.ts';
import { RefusedRequest } from './refused-request.ts';

/** Answers a request whose head can't be read, and closes: nothing behind it can be trusted to begin where it seems to. */
export function refuse(connection: ClientConnection, error: BadRequest, line: string, startedAt: number): void {
  const request = new RefusedRequest(connection, { status: error.status, line, startedAt });
  const { settings } = request;
  const { bytes, headLength } = writeOwnResponse(
    { status: error.status, title: error.title, lines: addedLines(request, settings, error.status) },
    { connection: 'close', settings, withBody: true, withHead: true },
  );
  connection.channel.write(bytes);
  connection.cycle.log('info', error.message, request);
  connection.close(settings, () => {
    request.outcome.bytesSent = bytes.length;
    request.outcome.headLength = headLength;
    request.outcome.complete = true;
    connection.cycle.logAccess(request);
  });
}
