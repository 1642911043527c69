import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether this process is in the foreground of its terminal; one in the background is stopped when it touches the terminal's settings. */
export function isInForeground(): boolean {
  if (process.platform === 'win32') return true;
  if (process.platform === 'linux') {
    // After the command in parentheses: state, parent, process group, session, terminal, the terminal's foreground group
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[2] === fields[5];
  }
  // ps marks what is in the foreground with a plus sign
  return spawnSync('ps', ['-o', 'stat=', '-p', String(process.pid)], { encoding: 'utf8' }).stdout.includes('+');
}
