import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FLAGS } from '../../lib/plan/images/node-image.ts';
import { containerCommand, planDeployment } from '../../lib/plan/index.ts';
import { VERSION, type ProxyConfig } from '../../proxy-runtime/config/index.ts';
import { deployedConfig } from './deployed-config.ts';
import type { Peer, Ports } from './peer.ts';

const root = join(import.meta.dirname, '../..');
const sources = '--conditions=wsproxy-source';

/** The load generator keeps its connections for as long as it measures. */
const UNLIMITED = { keepaliveRequests: 1_000_000_000 };

/** The server of these sources as a stack deploys it. */
export function findDeployed(folder: string): Peer {
  return deployed(bundle(folder), 'ours');
}

/** A build of our server, with the configuration and the command that a plan renders, but for where it listens and where its backend is. */
export function deployed(server: string, name: string): Peer {
  const plan = planDeployment({});
  return {
    name,
    version: VERSION,
    healthPath: plan.targetGroup.healthCheck.path,
    command: (ports) => [
      ...[process.execPath, ...NODE_FLAGS, server],
      ...containerCommand(plan.container, JSON.stringify({ ...deployedConfig(plan, ports), ...UNLIMITED })),
    ],
  };
}

/** The same server with no more than the nginx.conf of nginx says: no health endpoint, log or TCP probes. */
export function findBare(folder: string): Peer {
  const server = bundle(folder);
  return {
    name: 'ours-bare',
    version: VERSION,
    command: (ports) => [
      ...[process.execPath, ...NODE_FLAGS, server],
      ...['--config-json', JSON.stringify(proxyConfig(ports))],
    ],
  };
}

/** The server of these sources, as one file; the same for all that are measured in one run, whose folder it is. */
function bundle(folder: string): string {
  const server = join(folder, 'server.mjs');
  if (existsSync(server)) return server;
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--runtime'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the proxy server can't be built: ${stderr}`);
  // The next build doesn't change what is measured
  copyFileSync(join(root, 'dist/proxy-runtime/server.mjs'), server);
  return server;
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
    ...UNLIMITED,
    maps: { $connection_upgrade: { source: '$http_upgrade', default: 'upgrade', values: { '': '' } } },
    upstreams: {
      backend: {
        servers: [{ address: `127.0.0.1:${backend}` }],
        keepalive: 128,
        ...UNLIMITED,
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
