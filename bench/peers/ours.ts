import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FLAGS } from '../../lib/plan/node-image.ts';
import { VERSION } from '../../proxy-runtime/version.ts';
import type { ProxyConfig } from '../../proxy-runtime/index.ts';
import type { Peer, Ports } from './peer.ts';

const root = join(import.meta.dirname, '../..');
const sources = '--conditions=wsproxy-source';

/** The server of these sources, bundled, started as its image starts it. */
export function findOurs(folder: string): Peer {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--runtime'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the proxy server can't be built: ${stderr}`);
  const server = join(folder, 'server.mjs');
  // The next build doesn't change what is measured
  copyFileSync(join(root, 'dist/proxy-runtime/server.mjs'), server);
  return oursFrom(server);
}

/** A build of our server. */
export function oursFrom(server: string, name = 'ours'): Peer {
  return {
    name,
    version: VERSION,
    command: (ports) => [
      ...[process.execPath, ...NODE_FLAGS, server],
      ...['--config-json', JSON.stringify(proxyConfig(ports))],
    ],
  };
}

/** The server with a CPU profile that is written to `folder` when it ends; from the sources, for the bundle's names are mangled. */
export function profiledPeer(folder: string): Peer {
  const program = join(root, 'proxy-runtime/program.ts');
  return {
    name: 'ours',
    version: VERSION,
    command: (ports) => [
      ...[process.execPath, sources, '--cpu-prof', `--cpu-prof-dir=${folder}`, program],
      ...['--config-json', JSON.stringify(proxyConfig(ports))],
    ],
  };
}

/** `wsproxy run --workers`. @returns the reason when this version has no such option */
export function findOursWithWorkers(workers: number): Peer | string {
  const program = [process.execPath, sources, join(root, 'bin/wsproxy.ts')] as const;
  const { stdout } = spawnSync(program[0], [...program.slice(1), 'run', '--help'], { encoding: 'utf8' });
  if (!/^ +(-\w, )?--workers\b/m.test(stdout)) return '`wsproxy run` has no --workers';
  return {
    name: `ours, ${workers} workers`,
    version: VERSION,
    workers,
    hasMetrics: true,
    command(ports, folder) {
      const file = join(folder, 'proxy.json');
      const health = { listen: `127.0.0.1:${ports.health}` };
      writeFileSync(file, JSON.stringify({ ...proxyConfig(ports), health }));
      return [...program, 'run', '--config', file, '--workers', String(workers)];
    },
  };
}

/** The same as the nginx.conf of nginx. */
function proxyConfig({ proxy, backend }: Ports): ProxyConfig {
  return {
    accessLog: 'off',
    keepaliveRequests: 1_000_000_000,
    maps: { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': '' } } },
    upstreams: {
      backend: {
        servers: [{ address: `127.0.0.1:${backend}` }],
        keepalive: 128,
        keepaliveRequests: 1_000_000_000,
      },
    },
    servers: [
      {
        listen: `127.0.0.1:${proxy}`,
        locations: {
          '/': {
            proxyPass: 'http://backend',
            proxyHttpVersion: '1.1',
            proxySetHeader: {
              Host: '$http_host',
              Upgrade: '$http_upgrade',
              Connection: '$connection_upgrade',
              'X-Forwarded-For': '$proxy_add_x_forwarded_for',
              'X-Real-IP': '$remote_addr',
            },
          },
        },
      },
    ],
  };
}
