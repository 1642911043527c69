import { EventEmitter, once } from 'node:events';
import type { SessionLog } from '../../../lib/local/index.ts';

/** A log to look at. */
export interface RecordedLog extends SessionLog {
  readonly lines: readonly string[];
  /** Resolves when a line that matches has been said, which may have been before. */
  said(pattern: RegExp): Promise<string>;
}

export function recordLog(): RecordedLog {
  const lines: string[] = [];
  const events = new EventEmitter();
  const take = (line: string): void => {
    lines.push(line);
    events.emit('line');
  };
  return {
    lines,
    info: take,
    error: take,
    said: async (pattern) => {
      const signal = AbortSignal.timeout(60_000);
      for (;;) {
        const line = lines.find((each) => pattern.test(each));
        if (line !== undefined) return line;
        await once(events, 'line', { signal }).catch(() => {
          throw new Error(`nothing like ${String(pattern)} was said, but:\n${lines.join('\n')}`);
        });
      }
    },
  };
}
