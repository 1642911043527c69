import { readAccessLine, type AccessLine } from './access-line.ts';
import { LogThrottle } from './log-throttle.ts';
import type { SessionLog } from './session-log.ts';

/** A task's two logs, for a terminal: few lines as they come, many of a kind as one. */
export class ProxyLog {
  readonly #requests: LogThrottle<AccessLine>;
  readonly #errors: LogThrottle<string>;

  constructor(log: SessionLog) {
    this.#requests = new LogThrottle<AccessLine>({
      kind: ({ kind }) => kind,
      one: ({ text }) => {
        log.info(text);
      },
      many: (lines) => {
        log.info(`${lines.length} more like ${(lines.at(-1) ?? lines[0]).text}`);
      },
    });
    this.#errors = new LogThrottle<string>({
      kind: (text) => text,
      one: log.error,
      many: (texts) => {
        log.error(`${texts[0]} (${texts.length} times)`);
      },
    });
  }

  readonly access = (line: string): void => {
    const read = readAccessLine(line);
    if (read !== undefined) this.#requests.take(read);
  };

  readonly error = (line: string): void => {
    this.#errors.take(line);
  };

  /** Logs the lines that wait. */
  flush(): void {
    this.#requests.flush();
    this.#errors.flush();
  }
}
