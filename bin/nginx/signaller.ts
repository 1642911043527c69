import { constants } from 'node:os';
import { readPidFile } from './pid-file.ts';
import type { ProcessLog } from './process-log.ts';
import { describeSystemError } from './system-error.ts';
import type { SignalName } from './arguments.ts';

const SIGNALS: Readonly<Record<SignalName, 'SIGTERM' | 'SIGQUIT' | 'SIGUSR1' | 'SIGHUP'>> = {
  stop: 'SIGTERM',
  quit: 'SIGQUIT',
  reopen: 'SIGUSR1',
  reload: 'SIGHUP',
};

/** `nginx -s`: signals the process whose id is in the file. @returns the exit code */
export function sendSignal(name: SignalName, pidFile: string, log: ProcessLog): number {
  log.log('notice', 'signal process started');
  let pid: number;
  try {
    pid = readPidFile(pidFile);
  } catch (error) {
    log.log('error', (error as Error).message);
    return 1;
  }
  const signal = SIGNALS[name];
  try {
    process.kill(pid, signal);
    return 0;
  } catch (error) {
    log.log('alert', describeSystemError(`kill(${pid}, ${constants.signals[signal]})`, error));
    return 1;
  }
}
