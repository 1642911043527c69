/** The fields of the proxy's access log that a developer looks for. */
interface AccessEntry {
  readonly request_method?: string;
  readonly uri?: string;
  readonly status?: number;
  readonly request_time?: number;
  readonly upstream_addr?: string;
  readonly cause?: string;
  readonly http_upgrade?: string;
}

/** A line of the access log for a terminal. */
export interface AccessLine {
  readonly text: string;
  /** What many of are said together: the status. */
  readonly kind: string;
}

/**
 * Makes a line of the proxy's access log, which is JSON, one for a terminal: `GET /api/ 200 in 0.012 s by 127.0.0.1:3001`. A log in another
 * format is the user's, and stays as it is.
 *
 * @returns undefined for a WebSocket, whose opening and end are said otherwise
 */
export function readAccessLine(line: string): AccessLine | undefined {
  let entry: AccessEntry;
  try {
    entry = JSON.parse(line) as AccessEntry;
  } catch {
    return { text: line, kind: '' };
  }
  const { request_method: method, uri, status, request_time: seconds, upstream_addr: upstream, cause } = entry;
  if (status === 101) return undefined;
  const parts = [
    entry.http_upgrade?.toLowerCase() === 'websocket' ? 'WebSocket refused:' : undefined,
    method,
    uri,
    status,
    seconds === undefined ? undefined : `in ${seconds} s`,
    upstream === undefined ? undefined : `by ${upstream}`,
    cause === undefined ? undefined : `(${cause})`,
  ];
  return { text: parts.filter((part) => part !== undefined).join(' '), kind: String(status) };
}
