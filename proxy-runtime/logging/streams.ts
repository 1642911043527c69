import { DirectStream } from './direct-stream.ts';

let direct: { readonly stdout: DirectStream; readonly stderr: DirectStream } | undefined;

/** A worker's thread writes its lines itself. */
export function writeDirectly(): void {
  direct = { stdout: new DirectStream(1), stderr: new DirectStream(2) };
}

/** Writes a line to one of the process's own streams; `latin1` for bytes, one character each. */
export function writeLine(stream: 'stdout' | 'stderr', line: string, encoding: 'utf8' | 'latin1'): void {
  if (direct !== undefined) {
    direct[stream].write(Buffer.from(`${line}\n`, encoding));
    return;
  }
  const target = process[stream];
  // Whoever read the log may have gone; that must not end the tunnels.
  if (!target.listeners('error').includes(ignore)) target.on('error', ignore);
  target.write(`${line}\n`, encoding);
}

function ignore(): void {
  // Nobody is left to tell.
}
