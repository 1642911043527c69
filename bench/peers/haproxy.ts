import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer, Ports } from './peer.ts';

/** HAProxy as one thread; it keeps connections to the backend by itself. */
export function findHaproxy(): Peer | string {
  const { status, stdout } = spawnSync('haproxy', ['-v'], { encoding: 'utf8' });
  if (status !== 0) return 'there is no haproxy on the PATH';
  return {
    name: 'haproxy',
    version: /version (\d[\d.]*)/.exec(stdout)?.[1] ?? 'unknown',
    command(ports, folder) {
      const file = join(folder, 'haproxy.cfg');
      writeFileSync(file, haproxyCfg(ports));
      return ['haproxy', '-db', '-f', file];
    },
  };
}

function haproxyCfg({ proxy, backend }: Ports): string {
  return `
global
    nbthread 1
    maxconn 9500

defaults
    mode http
    timeout connect 60s
    timeout client 60s
    timeout server 60s
    timeout tunnel 60s
    option forwardfor

frontend clients
    bind 127.0.0.1:${proxy}
    http-request set-header X-Real-IP %[src]
    default_backend backend

backend backend
    server backend 127.0.0.1:${backend}
`;
}
