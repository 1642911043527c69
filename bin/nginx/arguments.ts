/** What nginx's command line asks for. */
export interface NginxArguments {
  /** `-p`: what relative names are relative to. @default - the working directory */
  readonly prefix?: string;
  /** `-c` */
  readonly confFile?: string;
  /** `-e` */
  readonly errorLog?: string;
  /** `-g` */
  readonly globalDirectives?: string;
  /** `-s` */
  readonly signal?: SignalName;
  /** `-t`, or `-T`, which shows the configuration, too */
  readonly test?: boolean;
  readonly dump?: boolean;
  /** `-q` */
  readonly quiet?: boolean;
  /** `-v`, or one of the two that say more */
  readonly showVersion?: boolean;
  /** `-V` */
  readonly showConfigure?: boolean;
  /** `-h`, `-?` */
  readonly showHelp?: boolean;
}

/** What `-s` takes. */
export type SignalName = 'stop' | 'quit' | 'reopen' | 'reload';

const SIGNAL_NAMES: readonly string[] = ['stop', 'quit', 'reopen', 'reload'] satisfies SignalName[];

/** Switches by letter; they can be joined: `-tq`. */
const SWITCHES: Readonly<Record<string, NginxArguments>> = {
  '?': { showVersion: true, showHelp: true },
  h: { showVersion: true, showHelp: true },
  v: { showVersion: true },
  V: { showVersion: true, showConfigure: true },
  t: { test: true },
  T: { test: true, dump: true },
  q: { quiet: true },
};

/** Options with a value by letter, and what nginx calls the value; it can be joined: `-cFILE`. */
const VALUES: Readonly<Record<string, readonly [name: keyof NginxArguments, what: string]>> = {
  p: ['prefix', 'directory name'],
  e: ['errorLog', 'file name'],
  c: ['confFile', 'file name'],
  g: ['globalDirectives', 'parameter'],
  s: ['signal', 'parameter'],
};

/** The command line is wrong; the message is nginx's own. */
export class ArgumentsError extends Error {}

/** Reads a command line as nginx does. @throws {@link ArgumentsError} */
export function parseArguments(args: readonly string[]): NginxArguments {
  let parsed: NginxArguments = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith('-')) throw new ArgumentsError(`invalid option: "${arg}"`);
    for (let index = 1; index < arg.length; index++) {
      const letter = arg.charAt(index);
      const withValue = Object.hasOwn(VALUES, letter) ? VALUES[letter] : undefined;
      if (withValue !== undefined) {
        const [name, what] = withValue;
        const value = index + 1 < arg.length ? arg.slice(index + 1) : rest.shift();
        if (value === undefined) throw new ArgumentsError(`option "-${letter}" requires ${what}`);
        if (name === 'signal' && !SIGNAL_NAMES.includes(value))
          throw new ArgumentsError(`invalid option: "-s ${value}"`);
        parsed = { ...parsed, [name]: value };
        break;
      }
      const change = Object.hasOwn(SWITCHES, letter) ? SWITCHES[letter] : undefined;
      if (change === undefined) throw new ArgumentsError(`invalid option: "${letter}"`);
      parsed = { ...parsed, ...change };
    }
  }
  return parsed;
}
