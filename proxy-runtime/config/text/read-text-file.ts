import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { ConfigError } from '../config-error.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOTDIR: 'is no file: what should be its directory is none',
  EISDIR: 'is a directory; name a file in it',
  EACCES: 'may not be read by this user',
};

/**
 * Reads a file that somebody wrote: UTF-8, with or without a mark at its beginning.
 *
 * @param name - what messages call it
 * @param file - where it is; a number is an open file
 * @throws {@link ConfigError} that begins with its name
 */
export function readTextFile(name: string, file: string | number = name): string {
  const text = decode(name, read(name, file));
  if (text.trim() === '') throw new ConfigError(`${name}: is empty; the help of wsproxy run has an example`);
  return text;
}

function read(name: string, file: string | number): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new ConfigError(`${name}: there is no such file${where(name)}`);
    throw new ConfigError(`${name}: ${REASONS[code] ?? `can't be read: ${message}`}`);
  }
}

/** For a name that is relative, where it was looked for. */
function where(name: string): string {
  return isAbsolute(name) ? '' : ` in ${dirname(resolve(name))}`;
}

function decode(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError(`${name}: is not UTF-8; save it in that encoding`);
  }
}
