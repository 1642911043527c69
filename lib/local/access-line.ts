/** The fields of the proxy's access log that a developer looks for. */
interface AccessEntry {
  readonly request_method?: string;
  readonly uri?: string;
  readonly status?: number;
  readonly request_time?: number;
  readonly upstream_addr?: string;
  readonly cause?: string;
}

/** A line of the proxy's access log, which is JSON, for a terminal: `GET /chat/ 101 in 12.5 s by 127.0.0.1:3001 (client_eof)`. */
export function formatAccessLine(line: string): string {
  let entry: AccessEntry;
  try {
    entry = JSON.parse(line) as AccessEntry;
  } catch {
    return line;
  }
  const { request_method: method, uri, status, request_time: seconds, upstream_addr: upstream, cause } = entry;
  const parts = [
    method,
    uri,
    status,
    seconds === undefined ? undefined : `in ${seconds} s`,
    upstream === undefined ? undefined : `by ${upstream}`,
    cause === undefined ? undefined : `(${cause})`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}
