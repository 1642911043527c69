import { emitKeypressEvents } from 'node:readline';
import { isInForeground } from './foreground.ts';

/** A terminal that keys come from: `process.stdin`, or what has the same. */
export interface KeyInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
}

interface Key {
  readonly name?: string;
  readonly sequence?: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
}

/** What keys do, by their characters; the name of the Enter key is `return`. */
export type KeyActions = Readonly<Record<string, () => void>>;

/**
 * Reads single keys from a terminal, until the function that it returns is called or the process ends: then the terminal is as it was.
 *
 * Without the terminal's own treatment of keys Ctrl-C, Ctrl-Z and Ctrl-\ are keys, too; they do what they always do. A job in the
 * background, which the system would stop for touching the terminal, leaves it alone until it is in the foreground.
 */
export function readKeys(input: KeyInput, actions: KeyActions): () => void {
  let raw = false;
  const begin = (): void => {
    if (raw || !isInForeground()) return;
    input.setRawMode?.(true);
    input.resume();
    raw = true;
  };
  const restore = (): void => {
    if (!raw) return;
    raw = false;
    try {
      input.setRawMode?.(false);
    } catch {
      // The terminal is gone
    }
    input.pause();
  };
  const suspend = (): void => {
    restore();
    // To the whole job, as the terminal would: npm, say, which started this
    process.kill(0, 'SIGTSTP');
  };
  const onKey = (text: string | undefined, { name, ctrl, meta }: Key): void => {
    if (ctrl === true) {
      if (name === 'c') raise('SIGINT');
      else if (name === 'z' && process.platform !== 'win32') suspend();
      else if (name === '\\' || name === '4') raise('SIGQUIT');
      return;
    }
    if (meta === true) return;
    actions[name === 'return' || name === 'enter' ? 'return' : (text ?? '').toLowerCase()]?.();
  };
  emitKeypressEvents(input);
  input.on('keypress', onKey);
  process.on('SIGCONT', begin);
  process.on('exit', restore);
  begin();
  return () => {
    restore();
    input.off('keypress', onKey);
    process.off('SIGCONT', begin);
    process.off('exit', restore);
  };
}

/** Does what the terminal would have done: whoever handles the signal is told; without a handler it ends the process. */
function raise(signal: 'SIGINT' | 'SIGQUIT'): void {
  if (!process.emit(signal, signal)) process.kill(process.pid, signal);
}
