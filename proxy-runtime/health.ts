import { createServer, type Server } from 'node:http';

/** The health endpoint: apart from the data path, so Node's own HTTP server does. */
export function createHealthServer(path: string, isDraining: () => boolean): Server {
  return createServer((request, response) => {
    if (request.url?.split('?', 1)[0] !== path) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
      return;
    }
    const draining = isDraining();
    response.writeHead(draining ? 503 : 200, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
    response.end(draining ? 'draining\n' : 'ok\n');
  });
}
