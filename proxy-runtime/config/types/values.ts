/** A time in nginx's syntax (`'90s'`, `'1h30m'`, `'500ms'`), or a number of seconds. One of more than 24 days and 20 hours counts as that. */
export type Time = string | number;

/** A size in nginx's syntax (`'8k'`, `'1m'`), or a number of bytes. */
export type Size = string | number;

/** nginx's `on | off`. */
export type Flag = 'on' | 'off';

/** One header line; the value may contain variables. */
export interface HeaderLine {
  /** The name of the header. */
  readonly name: string;
  /** Its value; an empty one removes the header. */
  readonly value: string;
}

/** Header lines by name, a list for several of one name; or, where lines of one name stand apart, one after the other. */
export type HeaderLines = Readonly<Record<string, string | string[]>> | HeaderLine[];
