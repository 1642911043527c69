import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer, Ports } from './peer.ts';

/** nginx as one process, with its default buffers. */
export function findNginx(): Peer | string {
  const { status, stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  if (status !== 0) return 'there is no nginx on the PATH';
  return {
    name: 'nginx',
    version: /nginx\/(\S+)/.exec(stderr)?.[1] ?? 'unknown',
    command(ports, folder) {
      const file = join(folder, 'nginx.conf');
      writeFileSync(file, nginxConf(ports));
      return ['nginx', '-p', folder, '-e', 'stderr', '-c', file];
    },
  };
}

function nginxConf({ proxy, backend }: Ports): string {
  return `
daemon off;
master_process off;
pid nginx.pid;

events {
    worker_connections 19000;
}

http {
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;

    map $http_upgrade $connection_upgrade {
        default upgrade;
        '' '';
    }

    upstream backend {
        server 127.0.0.1:${backend};
        keepalive 128;
        keepalive_requests 1000000000;
    }

    server {
        listen 127.0.0.1:${proxy};

        location / {
            proxy_pass http://backend;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Real-IP $remote_addr;
        }
    }
}
`;
}
