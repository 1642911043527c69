import { stripVTControlCharacters, styleText } from 'node:util';
import type { SessionLog } from '../lib/local/index.ts';

/** Where lines are written to: `process.stdout`, or what has the same. */
export type LineStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Both streams of a terminal log. */
export interface LineStreams {
  readonly stdout: LineStream;
  readonly stderr: LineStream;
}

/** A log of lines that begin with the local time, which is dim where there are colours. */
export function terminalLog({ stdout, stderr }: LineStreams = process): SessionLog {
  const write = (stream: LineStream, line: string): void => {
    const time = localTime(new Date());
    const shown = stream.isTTY === true ? styleText('dim', time, { stream }) : time;
    stream.write(`${shown}  ${printable(line, stream.isTTY === true)}\n`);
  };
  return {
    info: (line) => {
      write(stdout, line);
    },
    error: (line) => {
      write(stderr, line);
    },
  };
}

/** `14:05:09` */
function localTime(now: Date): string {
  return [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Colours are an app's own to choose, on a terminal; what moves the cursor or clears the screen isn't. */
const COLOURS = /(\x1b\[[\d;]*m)/;

function printable(line: string, colours: boolean): string {
  const parts = colours ? line.split(COLOURS) : [line];
  return parts.map((part, index) => (index % 2 === 1 ? part : withoutControls(part))).join('');
}

function withoutControls(text: string): string {
  return stripVTControlCharacters(text).replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '');
}
