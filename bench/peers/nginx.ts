import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer, Ports } from './peer.ts';

/** nginx as one process, with its default buffers and no access log. */
export function findNginx(): Peer | string {
  return find('nginx', 'access_log off;');
}

/** The same with an access log on standard output, as nginx's own image has it: a write for each line; in JSON, with what ours has in it. */
export function findNginxWithLog(): Peer | string {
  const found = find('nginx-log', JSON_LOG);
  return typeof found === 'string' ? found : { ...found, rows: ['open', 'get', 'cold'] };
}

function find(name: string, log: string): Peer | string {
  const { status, stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  if (status !== 0) return 'there is no nginx on the PATH';
  return {
    name,
    version: /nginx\/(\S+)/.exec(stderr)?.[1] ?? 'unknown',
    command(ports, folder) {
      const file = join(folder, 'nginx.conf');
      writeFileSync(file, nginxConf(ports, log));
      return ['nginx', '-p', folder, '-e', 'stderr', '-c', file];
    },
  };
}

const LOGGED = [
  ...['time_iso8601', 'remote_addr', 'request_method', 'host', 'uri', 'server_protocol', 'status', 'bytes_sent'],
  ...['body_bytes_sent', 'request_time', 'request_completion', 'upstream_addr', 'upstream_status'],
  ...['upstream_connect_time', 'upstream_header_time', 'upstream_response_time', 'upstream_bytes_sent'],
  ...['upstream_bytes_received', 'http_upgrade', 'http_user_agent', 'http_x_forwarded_for', 'http_x_amzn_trace_id'],
];

const JSON_LOG = `log_format json escape=json '{${LOGGED.map((name) => `"${name}":"$${name}"`).join(',')}}';
    access_log /dev/stdout json;`;

function nginxConf({ proxy, backend }: Ports, log: string): string {
  return `
daemon off;
master_process off;
pid nginx.pid;

events {
    worker_connections 19000;
}

http {
    ${log}
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
