import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, writeFile } from 'node:fs/promises';
import {
  writeNginxConf,
  type WriteOptions,
} from '../../../../../proxy-runtime/config/nginx-conf/write/write-nginx-conf.ts';
import type { LocationConfig, ProxyConfig, ServerConfig } from '../../../../../proxy-runtime/index.ts';
import { withTemporaryFiles } from '../../../../conformance/runner/nginx-conf.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const NGINX = '/usr/sbin/nginx';

/** One server with these locations, which says nothing of its own. */
export function withLocations(locations: Readonly<Record<string, LocationConfig>>): ProxyConfig {
  return withServer({ locations });
}

export function withServer(server: Partial<ServerConfig>): ProxyConfig {
  return { accessLog: 'off', servers: [{ listen: 8080, locations: { '/': { return: { code: 204 } } }, ...server }] };
}

/** The lines that are written, without their indentation. */
export function lines(config: ProxyConfig, options?: WriteOptions): string[] {
  return writeNginxConf(config, options)
    .text.split('\n')
    .map((line) => line.trim());
}

/** The block that begins with `start`, as it is formatted, moved to the left. */
export function blockOf(text: string, start: string): string {
  const all = text.split('\n');
  const first = all.findIndex((line) => line.trimStart().startsWith(start));
  const indent = (all[first] ?? '').search(/\S/);
  const last = all.findIndex((line, index) => index > first && line === `${' '.repeat(indent)}}`);
  return all
    .slice(first, last + 1)
    .map((line) => line.slice(indent))
    .join('\n');
}

/** What `nginx -t` has against a file; '' if it is right. */
export async function testWithNginx(conf: string): Promise<string> {
  await using folder = await temporaryFolder();
  await writeFile(`${folder.path}/nginx.conf`, withTemporaryFiles(conf, folder.path));
  const args = ['-t', '-p', folder.path, '-c', 'nginx.conf', '-e', 'stderr', '-g', `pid ${folder.path}/pid;`];
  // Node's pipes are sockets, which /dev/stdout and /dev/stderr can't open.
  await using said = await open(`${folder.path}/said`, 'w');
  const child = spawn(NGINX, args, { stdio: ['ignore', 'ignore', said.fd] });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? '' : await readFile(`${folder.path}/said`, 'utf8');
}
