import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const MANIFEST = join(import.meta.dirname, 'tools');

/**
 * The folder in which what `tools/` names is installed: away from the repository, so that nothing in it resolves to what is here, and kept,
 * because it takes a minute to make.
 */
export function installedTools(): string {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'websocket-proxy-constructs');
  const lock = createHash('sha256')
    .update(readFileSync(join(MANIFEST, 'package-lock.json')))
    .digest('hex');
  const folder = join(cache, `tools-${lock.slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, 'installing-'));
  try {
    cpSync(MANIFEST, unfinished, { recursive: true });
    execFileSync('npm', ['ci', '--silent', '--prefer-offline'], {
      cwd: unfinished,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process was first.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
