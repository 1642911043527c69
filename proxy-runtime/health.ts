import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** The health endpoint: 200 while the proxy takes connections, 503 once it drains. No data path, so Node's own HTTP server does. */
export class HealthEndpoint {
  readonly server: Server;
  draining = false;
  path: string;

  constructor(path: string) {
    this.path = path;
    this.server = createServer((request, response) => this.#answer(request, response));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url?.split('?', 1)[0] !== this.path) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
      return;
    }
    response.writeHead(this.draining ? 503 : 200, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
    response.end(this.draining ? 'draining\n' : 'ok\n');
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
