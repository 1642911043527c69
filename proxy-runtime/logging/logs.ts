/** Where the proxy's two logs go, a line at a time. */
export interface Logs {
  readonly access: (line: string) => void;
  readonly error: (line: string) => void;
}

/** The access log on standard output, the error log on standard error: what a container's log driver collects. */
export const standardLogs: Logs = {
  access: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${new Date().toISOString()} ${printable(line)}\n`),
};

/** Bytes of a client can't forge lines or move a terminal's cursor. */
function printable(line: string): string {
  return line.replace(/[\0-\x1f\x7f-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
