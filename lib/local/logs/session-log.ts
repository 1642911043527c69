/** Takes the lines that a session has to say, without line breaks. */
export interface SessionLog {
  readonly info: (line: string) => void;
  /** Something that needs the user's attention; the session goes on. */
  readonly error: (line: string) => void;
}

/** Says nothing. */
export const silentLog: SessionLog = { info: () => undefined, error: () => undefined };

/** A log whose lines begin with a place while there are others to take it for: `Chat/Proxy: 1 WebSocket closed`. */
export function placed(log: SessionLog, place: string, isOneOfMany: () => boolean): SessionLog {
  const at = (line: string): string => (isOneOfMany() ? `${place}: ${line}` : line);
  return {
    info: (line) => {
      log.info(at(line));
    },
    error: (line) => {
      log.error(at(line));
    },
  };
}

/** A log whose lines begin with a name: `[chat] listening`. */
export function prefixed(log: SessionLog, name: string): SessionLog {
  return {
    info: (line) => {
      log.info(`[${name}] ${line}`);
    },
    error: (line) => {
      log.error(`[${name}] ${line}`);
    },
  };
}
