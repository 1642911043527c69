import type { Client } from './client.ts';
import type { BadRequest } from '../http/request-head.ts';
import { addedLines } from './added-lines.ts';
import { writeOwnResponse } from './own-response.ts';
import type { RefusedRequest } from './refused-request.ts';

/** Answers a request whose head can't be read, and closes: nothing behind it can be trusted to begin where it seems to. */
export function refuse(connection: Client, error: BadRequest, request: RefusedRequest): void {
  const { settings, head } = request;
  const bare = head.version === 9;
  const { bytes, headLength } = writeOwnResponse(
    { status: error.status, title: error.title, lines: addedLines(request, settings, error.status) },
    { connection: 'close', settings, withBody: !head.line.startsWith('HEAD ') || bare, withHead: !bare },
  );
  connection.channel.write(bytes);
  connection.cycle.log('info', error.message, request);
  connection.close(settings, () => {
    request.outcome.bytesSent = bytes.length;
    request.outcome.headLength = headLength;
    if (connection.cycle.config.shared.keepsSentHeaders) request.outcome.headers = bytes.slice(0, headLength);
    request.outcome.complete = true;
    connection.cycle.logAccess(request);
  });
}
