import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { describeSystemError } from './system-error.ts';

/** Writes this process's id. @throws Error that names the file and the system's reason */
export function writePidFile(file: string): void {
  try {
    writeFileSync(file, `${process.pid}\n`);
  } catch (error) {
    throw new Error(describeSystemError(`open() "${file}"`, error), { cause: error });
  }
}

/** Whether the file could be written, which creates it as `nginx -t` does. @throws Error */
export function testPidFile(file: string): void {
  try {
    writeFileSync(file, '', { flag: 'a' });
  } catch (error) {
    throw new Error(describeSystemError(`open() "${file}"`, error), { cause: error });
  }
}

/** @throws Error for a file that can't be read or that has no process id */
export function readPidFile(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, 'latin1').replace(/[\r\n]+$/, '');
  } catch (error) {
    throw new Error(describeSystemError(`open() "${file}"`, error), { cause: error });
  }
  // 0 and what is beyond a pid would signal a process group, or be no number to the system
  const pid = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (pid === 0) throw new Error(`invalid PID number "${text.slice(0, 20)}" in "${file}"`);
  return pid;
}

/** Removes the file. @throws Error for one that is there and can't be removed, or that is gone already */
export function removePidFile(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    throw new Error(describeSystemError(`unlink() "${file}"`, error), { cause: error });
  }
}
