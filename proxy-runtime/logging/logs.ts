/** Where the proxy's two logs go, a line at a time. */
export interface Logs {
  readonly access: (line: string) => void;
  readonly error: (line: string) => void;
}

/** The access log on standard output, the error log on standard error: what a container's log driver collects. */
export function standardLogs(): Logs {
  return {
    access: (line) => write(process.stdout, line),
    error: (line) => write(process.stderr, `${new Date().toISOString()} ${printable(line)}`),
  };
}

function write(stream: NodeJS.WriteStream, line: string): void {
  // Whoever read the log may have gone; that must not end the tunnels.
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  stream.write(`${line}\n`);
}

function ignore(): void {
  // Nobody is left to tell.
}

/** Bytes of a client can't forge lines or move a terminal's cursor. */
function printable(line: string): string {
  return line.replace(/[\0-\x1f\x7f-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
