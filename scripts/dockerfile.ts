import { NODE_FLAGS, NODE_IMAGE } from '../lib/plan/images/node-image.ts';

/** The Dockerfile of the proxy's image: one file on a Node base image. The configuration comes in the container's command. */
export function dockerfile(): string {
  const server = '/opt/proxy-runtime/server.mjs';
  return `# The proxy server. Its command is --workers and the configuration: --config-json {…}
FROM ${NODE_IMAGE}
COPY server.mjs ${server}
USER node
EXPOSE 8080 8081
ENTRYPOINT ${JSON.stringify(['node', ...NODE_FLAGS, server])}
`;
}
