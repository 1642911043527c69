import { hostname } from 'node:os';
import { ConfigError } from '../../../config-error.ts';
import { directives } from '../grammar/table.ts';
import { valueOf } from '../values/values.ts';
import type { Listens } from './listens.ts';
import type { HttpLevel } from '../grammar/values-of-levels.ts';

/** `server_name NAME …`. */
export const SERVER_NAME = directives<HttpLevel>('repeated server', '1+', 'server_name', (directive, level) => {
  for (const name of directive.args) level.add('serverName', valueOf(directive, name, readName), directive);
});

function readName(name: string): string {
  if (name === '~') throw new ConfigError('a regular expression must follow the ~');
  if (name.startsWith('~')) return name;
  if (name.toLowerCase() === '$hostname') return hostname().toLowerCase();
  if (!isNameOrMask(name)) {
    throw new ConfigError(
      `server name ${JSON.stringify(name)} is invalid; a * is the whole first or last part of a name`,
    );
  }
  return name;
}

/** Whether a name is one that nginx can look up: exact, `*.example.com`, `.example.com` or `www.example.*`. */
export function isNameOrMask(name: string): boolean {
  return /^(?:\*?\.)?[^*]*$|^[^*]+\.\*$/.test(name) && name !== '.' && name !== '*.' && !name.includes('..');
}

/** As nginx does, warns of a name that an earlier server of the same address has. */
export function noticeConflicts(listens: Listens): void {
  for (const [key, servers] of listens) {
    const names = new Set<string>();
    for (const server of servers) {
      for (const name of [server.values.serverName ?? ''].flat().map((name) => name.toLowerCase())) {
        const directive = server.seen.get('server_name') ?? server.seen.get('listen');
        if (names.has(name) && directive !== undefined) {
          server.notice(
            directive,
            `${JSON.stringify(name)} is ignored, as in nginx: an earlier server on ${key} has it`,
          );
        }
        if (!name.startsWith('~')) names.add(name);
      }
    }
  }
}
