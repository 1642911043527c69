import { once } from 'node:events';
import { signalGroup, startCommand } from '../child-process.ts';
import type { DevSession } from './dev-session.ts';

/**
 * Runs a command that tries a session's first proxy: it finds the address in WSPROXY_URL.
 *
 * @param signal - ends the command
 * @returns its exit code; 1 when a signal ended it
 */
export async function runOnce(
  session: DevSession,
  command: string,
  directory: string,
  signal: AbortSignal,
): Promise<number> {
  const url = session.proxies[0]?.url ?? '';
  const child = startCommand(command, directory, { WSPROXY_URL: url }, ['ignore', 'inherit', 'inherit']);
  const stop = (): void => {
    signalGroup(child, 'SIGTERM');
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const [code] = (await once(child, 'exit')) as [number | null];
  signal.removeEventListener('abort', stop);
  return code ?? 1;
}
