import { getuid } from 'node:process';
import type { Case } from './case.ts';
import { expand, type RunTimeValues } from './fragments.ts';

/** The access log's format, which cases rely on. */
const LOG_FORMAT = [
  '$remote_addr "$request" $status bs=$bytes_sent bbs=$body_bytes_sent rt=$request_time us=$upstream_status',
  'ua=$upstream_addr uct=$upstream_connect_time uht=$upstream_header_time urt=$upstream_response_time',
  'ubr=$upstream_bytes_received ubs=$upstream_bytes_sent url=$upstream_response_length req=$request_length',
  'done=$request_completion cr=$connection_requests',
].join(' ');

/** A case's whole nginx.conf, with everything the program writes in the folder `prefix`. */
export function nginxConf({ conf, workerConnections }: Case, prefix: string, values: RunTimeValues): string {
  const directives = expand(typeof conf === 'string' ? conf : usualConf(conf), values);
  const text = `worker_processes 1;
error_log ${prefix}/error.log info;

events {
  worker_connections ${workerConnections};
}

http {
  log_format t '${LOG_FORMAT}';
  access_log ${prefix}/access.log t;
  client_body_temp_path ${prefix}/client_body;

${indent(directives, 1)}
}
`;
  return asProcess(text, prefix);
}

/** An nginx.conf with what a process needs that is started for a test, and leaves nothing outside of the folder `prefix`. */
export function asProcess(conf: string, prefix: string): string {
  // Workers of another user could not read the folder of a test that runs as root.
  const user = getuid?.() === 0 ? ['user root;'] : [];
  const main = [...user, 'daemon off;', `pid ${prefix}/pid;`];
  return `${main.join('\n')}\n${withTemporaryFiles(conf, prefix)}`;
}

/** An nginx.conf whose temporary files are in a folder that everybody may write to. */
export function withTemporaryFiles(conf: string, folder: string): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .filter((name) => !conf.includes(`${name}_temp_path`))
    .map((name) => `  ${name}_temp_path ${folder}/${name};`);
  return conf.replace(/^http \{$/m, () => `http {\n${paths.join('\n')}`);
}

function usualConf({ http, server, proxyPass, location }: Exclude<Case['conf'], string>): string {
  return `{{MAP}}
${http}
server {
  listen {{LISTEN}};
  server_name localhost;
${indent(server, 1)}
  location / {
    proxy_pass ${proxyPass};
    {{PASS_UPGRADE}}
${indent(location, 2)}
  }
}`.replace(/\n\s*\n/g, '\n');
}

function indent(text: string, levels: number): string {
  return text.replace(/^(?=.)/gm, '  '.repeat(levels));
}
