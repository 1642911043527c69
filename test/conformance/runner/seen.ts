import type { Connection } from './connection.ts';

/** What one of the case's connections saw, at one moment. */
export interface SideSeen {
  readonly text: string;
  readonly length: number;
  readonly close: string | undefined;
  readonly closeMs: number | undefined;
  readonly firstByteMs: number | undefined;
  readonly sentUntilBlocked: number | undefined;
  readonly errors: readonly string[];
}

/** What was seen of a program in one run of a case. */
export interface Seen {
  readonly clients: Readonly<Record<string, SideSeen>>;
  /** The connections of `backend`, `backend2` and `backend3`, oldest first. */
  readonly backends: readonly (readonly SideSeen[])[];
  readonly accessLogWhileOpen: string;
  readonly accessLog: string;
  readonly errorLog: string;
  readonly exitMs: number | undefined;
  /** What went wrong with the client's connecting, and with the program's end. */
  readonly errors: readonly string[];
}

export function look(connection: Connection): SideSeen {
  const { length, close, closeMs, firstByteMs, sentUntilBlocked, errors } = connection;
  return {
    // Read only where a pattern asks for it: tens of megabytes take their time.
    get text() {
      return connection.text.slice(0, length);
    },
    ...{ length, close, closeMs, firstByteMs, sentUntilBlocked, errors: [...errors] },
  };
}
